package com.rocketmat.sandbox.vault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** The stand-in's KV v2 engine: every version of every path. */
final class StandInSecrets {

    private static final ObjectMapper JSON = new ObjectMapper();

    private record Version(JsonNode data, Instant created, String deletion, boolean destroyed) {

        boolean readable() {
            return deletion.isEmpty() && !destroyed;
        }
    }

    private final NavigableMap<String, List<Version>> paths = new TreeMap<>();

    synchronized JsonNode put(String path, JsonNode data) {
        List<Version> versions = paths.computeIfAbsent(path, p -> new ArrayList<>());
        versions.add(new Version(data, Instant.now(), "", false));
        return describe(versions.getLast()).put("version", versions.size());
    }

    /** The latest version, or the one with this number; its {@code data} is null if it was deleted. */
    synchronized Optional<JsonNode> read(String path, OptionalInt number) {
        List<Version> versions = paths.getOrDefault(path, List.of());
        int asked = number.orElse(versions.size());
        if (asked < 1 || asked > versions.size()) {
            return Optional.empty();
        }
        Version version = versions.get(asked - 1);
        ObjectNode answer = JSON.createObjectNode();
        answer.set("data", version.readable() ? version.data() : JSON.nullNode());
        answer.set("metadata", describe(version).put("version", asked));
        return Optional.of(answer);
    }

    /** OpenBao's details for each name in a list; none for folders. */
    synchronized JsonNode keyInfo(String path, List<String> names) {
        String prefix = path.endsWith("/") ? path : path + "/";
        ObjectNode info = JSON.createObjectNode();
        names.forEach(name -> {
            List<Version> versions = paths.get(prefix + name);
            info.set(name, versions == null ? JSON.createObjectNode() : metadata(versions));
        });
        return info;
    }

    private static JsonNode metadata(List<Version> versions) {
        ObjectNode answer = JSON.createObjectNode();
        answer.put("created_time", versions.getFirst().created().toString());
        answer.put("updated_time", versions.getLast().created().toString());
        answer.put("current_version", versions.size());
        ObjectNode described = answer.putObject("versions");
        for (int i = 0; i < versions.size(); i++) {
            described.set(String.valueOf(i + 1), describe(versions.get(i)));
        }
        return answer;
    }

    /** The names directly below, folders with a slash. */
    synchronized List<String> list(String path) {
        String prefix = path.isEmpty() || path.endsWith("/") ? path : path + "/";
        TreeSet<String> names = new TreeSet<>();
        for (String known : paths.keySet()) {
            if (known.startsWith(prefix)) {
                String rest = known.substring(prefix.length());
                int slash = rest.indexOf('/');
                names.add(slash < 0 ? rest : rest.substring(0, slash + 1));
            }
        }
        return List.copyOf(names);
    }

    synchronized void delete(String path) {
        paths.remove(path);
    }

    synchronized void deleteLatest(String path) {
        replaceLatest(
                path,
                latest -> new Version(
                        latest.data(), latest.created(), Instant.now().toString(), latest.destroyed()));
    }

    synchronized void undeleteLatest(String path) {
        replaceLatest(path, latest -> new Version(latest.data(), latest.created(), "", latest.destroyed()));
    }

    synchronized void destroyLatest(String path) {
        replaceLatest(path, latest -> new Version(JSON.nullNode(), latest.created(), latest.deletion(), true));
    }

    private void replaceLatest(String path, UnaryOperator<Version> change) {
        paths.computeIfPresent(path, (_, versions) -> {
            versions.add(change.apply(versions.removeLast()));
            return versions;
        });
    }

    private static ObjectNode describe(Version version) {
        ObjectNode described = JSON.createObjectNode();
        described.put("created_time", version.created().toString());
        described.putNull("custom_metadata");
        described.put("deletion_time", version.deletion());
        described.put("destroyed", version.destroyed());
        return described;
    }
}
