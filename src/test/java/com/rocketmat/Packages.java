package com.rocketmat;

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

/** The product's packages as their {@code package-info.java} describes them: what each is for, and what it may use. */
final class Packages {

    static final String BASE = "com.rocketmat.";

    private static final Path SOURCES = Path.of("src/main/java/com/rocketmat");
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

    static List<Described> all() {
        try (Stream<Path> directories = Files.walk(SOURCES)) {
            List<Described> all = new ArrayList<>();
            for (Path directory :
                    directories.filter(Files::isDirectory).skip(1).sorted().toList()) {
                all.add(described(directory));
            }
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Map<String, Set<String>> mayUse() {
        return all().stream().collect(Collectors.toMap(Described::name, Described::mayUse));
    }

    private static Described described(Path directory) throws IOException {
        String name = SOURCES.relativize(directory).toString().replace('/', '.');
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
        return file.toString().endsWith(".java") && !file.endsWith("package-info.java");
    }
}
