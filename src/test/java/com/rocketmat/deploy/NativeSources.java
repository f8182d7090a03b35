package com.rocketmat.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.caffeine.runtime.graal.CacheConstructorsFeature;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

/**
 * The input of a native build, computed without the builder: anything not registered is not in the image.
 *
 * @param arguments of the builder's command line
 * @param reflection classes registered for reflection
 * @param jni classes that native code may look up, and their constructors
 * @param resources files of the class path that are in the image
 */
record NativeSources(Set<String> arguments, Set<String> reflection, Set<String> jni, Set<String> resources) {

    static final Path HOME = Path.of("target/native-sources");
    private static final String GENERATED = "META-INF/native-image/";
    private static final String OWN = GENERATED + "com.rocketmat/rocketmat-greenhouse/reachability-metadata.json";
    private static final ObjectMapper JSON = new ObjectMapper();

    static NativeSources build() throws IOException {
        OwnBuild.run(
                "native-sources",
                Map.of(
                        "quarkus.native.enabled", "true",
                        // built too: a fast jar would empty the directory that other tests' applications run from
                        "quarkus.package.jar.type", "legacy-jar",
                        "quarkus.package.jar.enabled", "false",
                        "quarkus.native.sources-only", "true"),
                // a build machine whose language is not English
                Map.of("MAVEN_OPTS", "-Duser.language=pt -Duser.country=PT"));
        return read();
    }

    private static NativeSources read() throws IOException {
        Set<String> arguments = new TreeSet<>(
                List.of(Files.readString(HOME.resolve("native-image.args")).split("\\s+")));
        try (ZipFile jar = new ZipFile(NativeLinks.jars(HOME).getFirst().toFile())) {
            JsonNode own = json(jar, OWN).path("reflection");
            Set<String> reflection = new TreeSet<>();
            json(jar, GENERATED + "reflect-config.json")
                    .forEach(type -> reflection.add(type.path("name").asText()));
            if (arguments.stream().anyMatch(argument -> argument.contains(CacheConstructorsFeature.class.getName()))) {
                reflection.addAll(List.of(CacheConstructorsFeature.typesNeedingConstructorsRegistered()));
            }
            return new NativeSources(arguments, reflection, jni(own), resources(jar));
        }
    }

    private static Set<String> jni(JsonNode types) {
        Set<String> jni = new TreeSet<>();
        for (JsonNode type : types) {
            if (type.path("jniAccessible").asBoolean()) {
                String name = type.path("type").asText();
                jni.add(name);
                for (JsonNode method : type.path("methods")) {
                    jni.add(name
                            + method.path("parameterTypes")
                                    .valueStream()
                                    .map(JsonNode::asText)
                                    .collect(Collectors.joining(",", "(", ")")));
                }
            }
        }
        return jni;
    }

    /** Includes the files of all libraries, because some are opened there. */
    private static Set<String> resources(ZipFile jar) throws IOException {
        Set<Pattern> included = new LinkedHashSet<>();
        json(jar, GENERATED + "resource-config.json")
                .at("/resources/includes")
                .forEach(entry ->
                        included.add(Pattern.compile(entry.path("pattern").asText())));
        Set<String> resources = new TreeSet<>();
        try (Stream<Path> libraries = Files.list(HOME.resolve("lib"))) {
            for (Path library : libraries.toList()) {
                try (ZipFile files = new ZipFile(library.toFile())) {
                    matching(files, included, resources);
                }
            }
        }
        matching(jar, included, resources);
        return resources;
    }

    private static void matching(ZipFile files, Set<Pattern> included, Set<String> resources) {
        files.stream()
                .map(entry -> entry.getName())
                .filter(name -> !name.endsWith("/") && !name.endsWith(".class"))
                .filter(name -> included.stream()
                        .anyMatch(pattern -> pattern.matcher(name).matches()))
                .forEach(resources::add);
    }

    private static JsonNode json(ZipFile jar, String name) throws IOException {
        try (InputStream file = jar.getInputStream(jar.getEntry(name))) {
            return JSON.readTree(file);
        }
    }

    /** What the code needs but the image would lack. */
    Set<String> missing(NativeNeeds needs) throws IOException, ReflectiveOperationException {
        Set<String> missing = new TreeSet<>(needs.json());
        missing.addAll(NativeNeeds.OF_LIBRARIES);
        missing.addAll(needs.persistent());
        missing.addAll(needs.caches());
        missing.removeAll(reflection);
        Set<String> lookedUp = new TreeSet<>(NativeNeeds.jniClasses());
        lookedUp.addAll(NativeNeeds.jniConstructors());
        lookedUp.removeAll(jni);
        missing.addAll(lookedUp);
        Set<String> files = new TreeSet<>(needs.resources());
        files.addAll(NativeNeeds.files());
        files.removeAll(resources);
        missing.addAll(files);
        Set<String> told = new TreeSet<>(NativeNeeds.ARGUMENTS);
        told.removeAll(arguments);
        missing.addAll(told);
        return missing;
    }

    /** Simulates missing registrations. */
    NativeSources without(Set<String> forgotten) {
        return new NativeSources(
                less(arguments, forgotten),
                less(reflection, forgotten),
                less(jni, forgotten),
                less(resources, forgotten));
    }

    private static Set<String> less(Set<String> all, Set<String> some) {
        Set<String> less = new TreeSet<>(all);
        less.removeAll(some);
        return less;
    }
}
