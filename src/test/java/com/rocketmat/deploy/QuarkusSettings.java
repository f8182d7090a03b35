package com.rocketmat.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;

/** The environment variables that this build's extensions read, each with its phase, from the extensions' own models. */
record QuarkusSettings(Map<String, String> phases) {

    private static final String MODEL = "META-INF/quarkus-config-doc/quarkus-config-model.json";
    private static final ObjectMapper JSON = new ObjectMapper();

    static QuarkusSettings ofTheClassPath() throws IOException {
        Map<String, String> phases = new HashMap<>();
        for (URL model : Collections.list(QuarkusSettings.class.getClassLoader().getResources(MODEL))) {
            try (InputStream content = model.openStream()) {
                collect(JSON.readTree(content), phases);
            }
        }
        return new QuarkusSettings(phases);
    }

    /** Sections nest: every path with an environment variable is a property. */
    private static void collect(JsonNode node, Map<String, String> phases) {
        String variable = node.path("path").path("environmentVariable").asText();
        if (!variable.isEmpty()) {
            phases.put(variable, node.path("phase").asText());
        }
        node.forEach(child -> collect(child, phases));
    }

    boolean isReadAtRunTime(String variable) {
        return "RUN_TIME".equals(phases.get(variable));
    }
}
