package com.rocketmat.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.FieldRefEntry;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * References that fail a native build, which links every class that it reaches ({@code --link-at-build-time}): to a member that its
 * class lacks, or to a class missing from a package that has others. A package that is absent as a whole is an optional dependency.
 */
final class NativeLinks {

    private static final Pattern CLASS = Pattern.compile("(?:META-INF/versions/(\\d+)/)?((?!META-INF/).+)\\.class");
    private static final FileSystem JDK = FileSystems.getFileSystem(URI.create("jrt:/"));

    /** Their methods accept any signature. */
    private static final Set<String> POLYMORPHIC =
            Set.of("java/lang/invoke/MethodHandle", "java/lang/invoke/VarHandle");

    /** Quarkus removes fields from it, and leaves unused methods that referred to them. */
    private static final String REWRITTEN = "io/netty/util/internal/CleanerJava9";

    private final Map<String, byte[]> files = new HashMap<>();
    private final Set<String> packages = new HashSet<>();
    private final Map<String, Optional<Type>> types = new HashMap<>();
    private final Map<String, Found> members = new HashMap<>();
    private final Set<String> hidden = new TreeSet<>();

    private record Type(List<String> parents, Set<String> members) {}

    private enum Found {
        THERE,
        ABSENT,
        UNKNOWN
    }

    NativeLinks(List<Path> jars) throws IOException {
        for (Path jar : jars) {
            newest(jar).forEach((name, file) -> {
                if (files.putIfAbsent(name, file) != null) {
                    hidden.add(name);
                }
            });
        }
        files.keySet().forEach(name -> packages.add(packageOf(name)));
    }

    /** Classes of the same name in more than one jar: the first hides the others. */
    Set<String> hidden() {
        return hidden;
    }

    /** The builder's class path: the application's jar, some of whose classes replace others, and those that its manifest names. */
    static List<Path> jars(Path sources) throws IOException {
        Path runner;
        try (Stream<Path> files = Files.list(sources)) {
            runner = files.filter(file -> file.toString().endsWith("-runner.jar"))
                    .findFirst()
                    .orElseThrow();
        }
        try (JarFile jar = new JarFile(runner.toFile())) {
            String libraries = jar.getManifest().getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
            return Stream.concat(
                            Stream.of(runner),
                            Arrays.stream(libraries.strip().split(" +")).map(sources::resolve))
                    .toList();
        }
    }

    private static Map<String, byte[]> newest(Path jar) throws IOException {
        Map<String, byte[]> classes = new HashMap<>();
        Map<String, Integer> versions = new HashMap<>();
        try (ZipFile file = new ZipFile(jar.toFile())) {
            for (ZipEntry entry : file.stream().map(ZipEntry.class::cast).toList()) {
                Matcher name = CLASS.matcher(entry.getName());
                if (!name.matches() || name.group(2).endsWith("module-info")) {
                    continue;
                }
                int version = name.group(1) == null ? 0 : Integer.parseInt(name.group(1));
                if (version <= Runtime.version().feature() && version >= versions.getOrDefault(name.group(2), 0)) {
                    versions.put(name.group(2), version);
                    classes.put(name.group(2), file.getInputStream(entry).readAllBytes());
                }
            }
        }
        // classes nested in a class with a newer version are no longer used
        classes.keySet()
                .removeIf(name -> versions.get(name) < versions.getOrDefault(name.replaceFirst("\\$.*", ""), 0));
        return classes;
    }

    /** Dangling references, as {@code user -> used}. */
    Set<String> broken() {
        Set<String> broken = new TreeSet<>();
        files.forEach((name, file) -> {
            if (name.startsWith(REWRITTEN)) {
                return;
            }
            for (PoolEntry entry : ClassFile.of().parse(file).constantPool()) {
                switch (entry) {
                    case MemberRefEntry member
                    when !resolves(member) ->
                        broken.add(name + " -> " + member.owner().asInternalName() + "." + key(member));
                    case ClassEntry type when !resolves(type) -> broken.add(name + " -> " + type.asInternalName());
                    default -> {}
                }
            }
        });
        return broken;
    }

    private boolean resolves(MemberRefEntry member) {
        String owner = member.owner().asInternalName();
        return owner.startsWith("[") || POLYMORPHIC.contains(owner) || find(owner, key(member)) != Found.ABSENT;
    }

    private boolean resolves(ClassEntry type) {
        String name = type.asInternalName();
        if (name.startsWith("[")) {
            name = name.replaceFirst("^\\[+L(.*);$", "$1");
        }
        return name.startsWith("[")
                || !packages.contains(packageOf(name))
                || type(name).isPresent();
    }

    /** Descriptors of fields have no parentheses, so fields and methods are distinct. */
    private static String key(MemberRefEntry member) {
        String separator = member instanceof FieldRefEntry ? ":" : "";
        return member.name().stringValue() + separator + member.type().stringValue();
    }

    private Found find(String owner, String member) {
        String name = owner + "." + member;
        Found known = members.get(name);
        if (known == null) {
            known = search(owner, member);
            members.put(name, known);
        }
        return known;
    }

    private Found search(String owner, String member) {
        Optional<Type> type = type(owner);
        if (type.isEmpty()) {
            return Found.UNKNOWN;
        }
        if (type.get().members().contains(member)) {
            return Found.THERE;
        }
        List<Found> inherited = type.get().parents().stream()
                .map(parent -> find(parent, member))
                .toList();
        if (inherited.contains(Found.THERE)) {
            return Found.THERE;
        }
        return inherited.contains(Found.UNKNOWN) ? Found.UNKNOWN : Found.ABSENT;
    }

    private Optional<Type> type(String name) {
        Optional<Type> known = types.get(name);
        if (known == null) {
            known = Optional.ofNullable(files.get(name))
                    .or(() -> ofTheJdk(name))
                    .map(NativeLinks::parsed);
            types.put(name, known);
        }
        return known;
    }

    private static Type parsed(byte[] file) {
        ClassModel type = ClassFile.of().parse(file);
        List<String> parents = new ArrayList<>();
        type.superclass().ifPresent(parent -> parents.add(parent.asInternalName()));
        type.interfaces().forEach(parent -> parents.add(parent.asInternalName()));
        Set<String> members = new HashSet<>();
        type.fields()
                .forEach(field -> members.add(field.fieldName().stringValue() + ":"
                        + field.fieldType().stringValue()));
        type.methods()
                .forEach(method -> members.add(
                        method.methodName().stringValue() + method.methodType().stringValue()));
        return new Type(parents, members);
    }

    private static Optional<byte[]> ofTheJdk(String name) {
        Path modules = JDK.getPath("/packages", packageOf(name).replace('/', '.'));
        if (!Files.isDirectory(modules)) {
            return Optional.empty();
        }
        try (Stream<Path> found = Files.list(modules)) {
            for (Path module : found.toList()) {
                Path file = JDK.getPath("/modules", module.getFileName().toString(), name + ".class");
                if (Files.isRegularFile(file)) {
                    return Optional.of(Files.readAllBytes(file));
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String packageOf(String name) {
        return name.substring(0, Math.max(0, name.lastIndexOf('/')));
    }
}
