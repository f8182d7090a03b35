package com.rocketmat.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The objects that a kustomization makes.
 *
 * @param source what read them, for the name of a test
 */
record Manifests(String source, List<JsonNode> objects) {

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    /** As {@code kubectl} renders it; empty on a machine without it. */
    static Optional<Manifests> rendered(Path kustomization) throws IOException, InterruptedException {
        boolean there = Arrays.stream(System.getenv("PATH").split(":"))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, "kubectl")));
        if (!there) {
            return Optional.empty();
        }
        Process kubectl = new ProcessBuilder("kubectl", "kustomize", kustomization.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<JsonNode> objects = documents(kubectl.getInputStream().readAllBytes());
        if (kubectl.waitFor() != 0) {
            throw new IllegalStateException(
                    "kubectl kustomize " + kustomization + " ended with " + kubectl.exitValue());
        }
        return Optional.of(new Manifests("kubectl", objects));
    }

    /** The files it names, and the ConfigMap it generates from one. */
    static Manifests read(Path kustomization) throws IOException {
        JsonNode root = document(kustomization.resolve("kustomization.yaml"));
        List<JsonNode> objects = new ArrayList<>();
        for (JsonNode file : root.path("resources")) {
            objects.addAll(documents(Files.readAllBytes(kustomization.resolve(file.asText()))));
        }
        for (JsonNode generator : root.path("configMapGenerator")) {
            objects.add(configMap(kustomization, generator));
        }
        return new Manifests("files", objects);
    }

    static JsonNode document(Path file) throws IOException {
        return YAML.readTree(Files.readAllBytes(file));
    }

    private static List<JsonNode> documents(byte[] yaml) throws IOException {
        return YAML.readerFor(JsonNode.class).<JsonNode>readValues(yaml).readAll();
    }

    private static JsonNode configMap(Path kustomization, JsonNode generator) throws IOException {
        ObjectNode map = YAML.createObjectNode().put("kind", "ConfigMap");
        map.putObject("metadata").put("name", generator.path("name").asText());
        ObjectNode data = map.putObject("data");
        for (JsonNode file : generator.path("envs")) {
            for (String line : Files.readAllLines(kustomization.resolve(file.asText()))) {
                int equals = line.indexOf('=');
                if (!line.startsWith("#") && equals > 0) {
                    data.put(line.substring(0, equals), line.substring(equals + 1));
                }
            }
        }
        return map;
    }

    /** The only object of this kind. */
    JsonNode the(String kind) {
        List<JsonNode> found = objects.stream()
                .filter(object -> object.path("kind").asText().equals(kind))
                .toList();
        if (found.size() != 1) {
            throw new IllegalStateException(found.size() + " objects of kind " + kind);
        }
        return found.getFirst();
    }

    @Override
    public String toString() {
        return source;
    }
}
