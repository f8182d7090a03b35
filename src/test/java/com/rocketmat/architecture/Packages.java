package com.rocketmat.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Packages as their {@code package-info.java} describes them: what each is for, and what it may use. */
final class Packages {

    static final String BASE = "com.rocketmat.";

    private static final Path PRODUCT = Path.of("src/main/java/com/rocketmat");
    private static final Path TESTS = Path.of("src/test/java/com/rocketmat");
    private static final Pattern DESCRIPTION =
            Pattern.compile("^/\\*\\* (?<what>.*?)(?: <p>.*?)? <p>May use: (?<uses>[^.]+(?:\\.\\w[^.]*)*)\\. \\*/");
    private static final Pattern PUBLIC =
            Pattern.compile("^public (?:[a-z-]+ )*(?:class|record|interface|enum|@interface) ");

    private Packages() {}

    /**
     * A package.
     *
     * @param name relative to the product's package
     * @param lines number of lines that are not blank
     */
    record Described(String name, String what, Set<String> mayUse, int files, long lines, long publicTypes) {}

    static List<Described> product() {
        return below(PRODUCT, PRODUCT);
    }

    /** The packages that tests use. */
    static List<Described> sandbox() {
        return below(TESTS, TESTS.resolve("sandbox"));
    }

    static Map<String, Set<String>> mayUse(List<Described> packages) {
        return packages.stream().collect(Collectors.toMap(Described::name, Described::mayUse));
    }

    private static List<Described> below(Path sources, Path first) {
        try (Stream<Path> directories = Files.walk(first)) {
            List<Described> all = new ArrayList<>();
            for (Path directory : directories
                    .filter(Files::isDirectory)
                    .filter(directory -> !directory.equals(sources))
                    .sorted()
                    .toList()) {
                all.add(described(sources.relativize(directory).toString().replace('/', '.'), directory));
            }
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Described described(String name, Path directory) throws IOException {
        String info = Files.readString(directory.resolve("package-info.java"));
        Matcher description =
                DESCRIPTION.matcher(info.replaceAll("\\s+\\*(?!/)", " ").replaceAll("\\s+", " "));
        if (!description.find()) {
            throw new AssertionError(
                    "package-info.java of " + name + " does not say what it is for and what it may use");
        }
        String uses = description.group("uses");
        Set<String> mayUse = uses.equals("nothing") ? Set.of() : new TreeSet<>(List.of(uses.split(", ")));
        List<List<String>> files = new ArrayList<>();
        try (Stream<Path> sources = Files.list(directory)) {
            for (Path source : sources.filter(Packages::isType).toList()) {
                files.add(Files.readAllLines(source));
            }
        }
        return new Described(
                name,
                description.group("what"),
                mayUse,
                files.size(),
                files.stream()
                        .flatMap(List::stream)
                        .filter(line -> !line.isBlank())
                        .count(),
                files.stream()
                        .flatMap(List::stream)
                        .filter(line -> PUBLIC.matcher(line).find())
                        .count());
    }

    private static boolean isType(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(".java") && !name.endsWith("Test.java") && !name.equals("package-info.java");
    }
}
