package com.rocketmat.deploy;

import com.rocketmat.architecture.OwnClasses;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.domain.ReferencedClassObject;
import io.quarkus.vault.client.common.VaultErrorResponse;
import jakarta.persistence.Converter;
import jakarta.persistence.Entity;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Instruction;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** What the code looks up by name at run time, read from the code itself: a native image contains only what was registered. */
final class NativeNeeds {

    private static final String OWN = "com.rocketmat";
    private static final String JACKSON = "com.fasterxml.jackson";
    /** Talks to the process that trains, which only a JVM starts. */
    private static final String FIT = OWN + ".training.fit";

    private static final String JNI_LIBRARY = "/ai/onnxruntime/native/linux-x64/libonnxruntime4j_jni.so";
    private static final Pattern JNI_CLASS = Pattern.compile("(?:ai/onnxruntime|java/lang)/\\w+");
    private static final Pattern JNI_CONSTRUCTOR = Pattern.compile("\\([\\[\\w/;]*\\)V");

    /** Without the JVM as a fallback and without heap dumps, in English wherever it is built, with all classes linked. */
    static final Set<String> ARGUMENTS = Set.of(
            "--initialize-at-run-time=ai.onnxruntime",
            "--enable-url-protocols=http,https",
            "--enable-native-access=ALL-UNNAMED",
            "--no-fallback",
            "--enable-monitoring=threaddump",
            "-H:IncludeLocales=en-US",
            "--link-at-build-time");

    /** Types that a library converts from JSON and does not register. */
    static final Set<String> OF_LIBRARIES = Set.of(VaultErrorResponse.class.getName());

    /** Names that are concatenated: of our own files, all of which must exist. */
    private static final Set<String> COMPOSED =
            Set.of("com.rocketmat.console.Assets", "com.rocketmat.privacy.words.Language");

    private static final Set<String> OF_THE_BUILD = Set.of("application.properties", "META-INF/openapi.yaml");

    private static final java.nio.file.Path RESOURCES = java.nio.file.Path.of("src/main/resources");

    private final JavaClasses classes = OwnClasses.ALL;

    /** Types converted to and from JSON: over HTTP, for Greenhouse, in columns, between processes. */
    Set<String> json() {
        Deque<JavaClass> open = new ArrayDeque<>();
        for (JavaClass type : classes) {
            if (type.isAnnotatedWith(Path.class)
                    // its address may be given at run time
                    || type.isAnnotatedWith(RegisterRestClient.class)
                    || type.getMethods().stream().anyMatch(method -> method.isAnnotatedWith(Path.class))) {
                type.getMethods().stream().filter(NativeNeeds::isAnswered).forEach(method -> collect(method, open));
            }
            type.getCodeUnits().stream()
                    .filter(_ -> !type.getPackageName().equals(FIT))
                    .filter(NativeNeeds::usesJackson)
                    .flatMap(unit -> unit.getReferencedClassObjects().stream())
                    .map(ReferencedClassObject::getRawType)
                    .forEach(open::add);
            if (type.isAssignableTo(JACKSON + ".core.type.TypeReference")) {
                type.getSuperclass().stream().flatMap(NativeNeeds::involved).forEach(open::add);
            }
        }
        return closure(open);
    }

    private static boolean isAnswered(JavaMethod method) {
        return method.getAnnotations().stream()
                .anyMatch(annotation -> annotation.getRawType().getPackageName().startsWith("jakarta.ws.rs"));
    }

    private static void collect(JavaMethod method, Deque<JavaClass> open) {
        involved(method.getReturnType()).forEach(open::add);
        method.getParameters().stream()
                .filter(parameter -> !parameter.isAnnotatedWith(Context.class))
                .filter(parameter -> parameter.getAnnotations().isEmpty())
                .flatMap(parameter -> involved(parameter.getType()))
                .forEach(open::add);
    }

    private static boolean usesJackson(JavaCodeUnit unit) {
        return unit.getCallsFromSelf().stream()
                .anyMatch(call -> call.getTargetOwner().getPackageName().startsWith(JACKSON));
    }

    private static Stream<JavaClass> involved(JavaType type) {
        return type.getAllInvolvedRawTypes().stream();
    }

    /** Records consist of their components. */
    private static Set<String> closure(Deque<JavaClass> open) {
        Set<String> found = new TreeSet<>();
        while (!open.isEmpty()) {
            JavaClass type = open.pop();
            if (type.isRecord() && type.getPackageName().startsWith(OWN) && found.add(type.getName())) {
                type.getFields().stream()
                        .filter(field -> !field.getModifiers().contains(JavaModifier.STATIC))
                        .map(JavaField::getType)
                        .flatMap(NativeNeeds::involved)
                        .forEach(open::add);
            }
        }
        return found;
    }

    /** Types that Hibernate creates from rows. */
    Set<String> persistent() {
        return classes.stream()
                .filter(type -> type.isAnnotatedWith(Entity.class) || type.isAnnotatedWith(Converter.class))
                .map(JavaClass::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Files on the class path that the code opens by name. */
    Set<String> resources() throws IOException {
        Set<String> found = new TreeSet<>();
        eachMethod((type, code) -> opened(code, type, found));
        return found;
    }

    /** Classes of Caffeine. */
    Set<String> caches() throws IOException {
        Set<String> found = new TreeSet<>();
        eachMethod((_, code) -> NativeCaches.named(code, found));
        return found;
    }

    private void eachMethod(BiConsumer<JavaClass, List<CodeElement>> reader) throws IOException {
        for (JavaClass type : classes) {
            try (InputStream file =
                    type.getSource().orElseThrow().getUri().toURL().openStream()) {
                for (MethodModel method :
                        ClassFile.of().parse(file.readAllBytes()).methods()) {
                    method.code().ifPresent(code -> reader.accept(type, code.elementList()));
                }
            }
        }
    }

    private static void opened(Iterable<CodeElement> code, JavaClass type, Set<String> found) {
        Object constant = null;
        for (CodeElement element : code) {
            if (element instanceof ConstantInstruction loaded) {
                constant = loaded.constantValue();
            } else if (element instanceof InvokeInstruction call
                    && call.name().stringValue().matches("getResource(s|AsStream)?")
                    && call.owner().asInternalName().startsWith("java/lang/Class")) {
                if (constant instanceof String name) {
                    found.add(name.replaceFirst("^/", ""));
                } else if (!COMPOSED.contains(type.getName())) {
                    throw new IllegalStateException("cannot tell which resource is opened in " + type.getName());
                }
            } else if (element instanceof Instruction) {
                constant = null;
            }
        }
    }

    /** Our own files: migrations, templates, assets of the console; without those that only the build reads. */
    static Set<String> files() throws IOException {
        try (Stream<java.nio.file.Path> files = Files.walk(RESOURCES)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> RESOURCES.relativize(file).toString())
                    .filter(name -> !OF_THE_BUILD.contains(name) && !name.startsWith("META-INF/native-image/"))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    /** Classes that ONNX Runtime's JNI library names, to create instances or check types. */
    static Set<String> jniClasses() throws IOException {
        return strings()
                .filter(text -> JNI_CLASS.matcher(text).matches())
                .map(text -> text.replace('/', '.'))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Constructors that it may call: those of these classes whose signature it names. */
    static Set<String> jniConstructors() throws IOException, ReflectiveOperationException {
        Set<String> signatures = strings()
                .filter(text -> JNI_CONSTRUCTOR.matcher(text).matches())
                .collect(Collectors.toSet());
        Set<String> found = new TreeSet<>();
        for (String name : jniClasses()) {
            if (name.startsWith("ai.")) {
                Arrays.stream(Class.forName(name, false, NativeNeeds.class.getClassLoader())
                                .getDeclaredConstructors())
                        .filter(constructor -> signatures.contains(signature(constructor.getParameterTypes())))
                        .forEach(constructor -> found.add(name
                                + Arrays.stream(constructor.getParameterTypes())
                                        .map(Class::getCanonicalName)
                                        .collect(Collectors.joining(",", "(", ")"))));
            }
        }
        return found;
    }

    private static String signature(Class<?>[] parameters) {
        return Arrays.stream(parameters).map(Class::descriptorString).collect(Collectors.joining("", "(", ")V"));
    }

    private static Stream<String> strings() throws IOException {
        try (InputStream library = NativeNeeds.class.getResourceAsStream(JNI_LIBRARY)) {
            return Arrays.stream(new String(library.readAllBytes(), StandardCharsets.ISO_8859_1).split("[^ -~]+"));
        }
    }
}
