package com.rocketmat.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The objects of a kustomization, as rendered by {@code kubectl}.
 *
 * @param source for the name of a test
 */
public record Manifests(String source, List<ObjectNode> objects) {

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final Path HOME = Path.of("deploy/k8s");

    /** Rendered once, since most tests ask for them again. */
    private static final Map<String, String> DEPLOYED = new ConcurrentHashMap<>();

    /**
     * Renders with {@code kubectl kustomize}.
     *
     * @param kustomization a folder of {@code deploy/k8s}
     */
    public static Manifests rendered(String kustomization) throws IOException {
        return new Manifests(
                kustomization, documents(DEPLOYED.computeIfAbsent(kustomization, name -> render(HOME, name))));
    }

    static Manifests rendered(Path home, String kustomization) throws IOException {
        return new Manifests(kustomization, documents(render(home, kustomization)));
    }

    private static String render(Path home, String kustomization) {
        Tool.Answer answer = Tool.named("kubectl")
                .run("kustomize", home.resolve(kustomization).toString());
        if (answer.status() != 0) {
            throw new IllegalStateException("kubectl kustomize " + kustomization + ": " + answer.errors());
        }
        return answer.output();
    }

    /** All kustomizations that can be applied. */
    static List<Manifests> all() throws IOException {
        return List.of(
                rendered("base"),
                rendered("overlays/dev"),
                rendered("overlays/production"),
                rendered("overlays/production-keda"),
                rendered("overlays/trainer"),
                rendered("overlays/trainer-keda"));
    }

    public static JsonNode document(Path file) throws IOException {
        return YAML.readTree(Files.readAllBytes(file));
    }

    static JsonNode parsed(String yaml) throws IOException {
        return YAML.readTree(yaml);
    }

    static List<ObjectNode> documents(String yaml) throws IOException {
        return YAML.readerFor(ObjectNode.class).<ObjectNode>readValues(yaml).readAll();
    }

    /** A copy with a mistake in each object of a kind. */
    Manifests planted(String kind, Consumer<ObjectNode> mistake) {
        List<ObjectNode> copies = objects.stream().map(ObjectNode::deepCopy).toList();
        List<ObjectNode> chosen =
                copies.stream().filter(object -> kind(object).equals(kind)).toList();
        if (chosen.isEmpty()) {
            throw new IllegalArgumentException("no " + kind + " to plant a mistake in");
        }
        chosen.forEach(mistake);
        return new Manifests(source + ", planted", copies);
    }

    /** As one file. */
    byte[] yaml() throws IOException {
        StringBuilder text = new StringBuilder();
        for (ObjectNode object : objects) {
            text.append(YAML.writeValueAsString(object));
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The only object of this kind. */
    public ObjectNode the(String kind) {
        return find(kind).orElseThrow(() -> new IllegalStateException("no " + kind + " in " + source));
    }

    Optional<ObjectNode> find(String kind) {
        List<ObjectNode> found = all(kind);
        if (found.size() > 1) {
            throw new IllegalStateException(found.size() + " objects of kind " + kind);
        }
        return found.stream().findFirst();
    }

    List<ObjectNode> all(String kind) {
        return objects.stream().filter(object -> kind(object).equals(kind)).toList();
    }

    /** The service's environment from its ConfigMap; missing if absent. */
    public JsonNode config(String variable) {
        return configMaps()
                .findFirst()
                .map(map -> map.path("data").path(variable))
                .orElse(MissingNode.getInstance());
    }

    ObjectNode configMap() {
        return configMaps()
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the service has no ConfigMap in " + source));
    }

    private Stream<ObjectNode> configMaps() {
        JsonNode reference = pod().at("/containers/0/envFrom/0/configMapRef/name");
        return all("ConfigMap").stream().filter(map -> map.at("/metadata/name").equals(reference));
    }

    JsonNode pod() {
        return the("Deployment").at("/spec/template/spec");
    }

    /** The pod's only container, except the one that migrates the database. */
    ObjectNode container() {
        JsonNode containers = pod().path("containers");
        if (containers.size() != 1) {
            throw new IllegalStateException("not exactly one container in " + source);
        }
        return (ObjectNode) containers.path(0);
    }

    static String kind(JsonNode object) {
        return object.path("kind").asText();
    }

    /** The text at a JSON pointer; empty if there is none. */
    static String text(JsonNode object, String pointer) {
        return object.at(pointer).asText();
    }

    @Override
    public String toString() {
        return source;
    }
}
