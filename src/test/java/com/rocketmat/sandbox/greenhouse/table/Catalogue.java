package com.rocketmat.sandbox.greenhouse.table;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/** The lists of Harvest v3. */
public final class Catalogue {
    private static final Map<String, Resource> RESOURCES = read();

    private Catalogue() {}

    public static Optional<Resource> find(String name) {
        return Optional.ofNullable(RESOURCES.get(name));
    }

    public static Resource get(String name) {
        return find(name).orElseThrow(() -> new IllegalArgumentException("no list called " + name));
    }

    public static Set<String> names() {
        return RESOURCES.keySet();
    }

    private static Map<String, Resource> read() {
        Properties file = new Properties();
        try (InputStream in = Catalogue.class.getResourceAsStream("harvest-v3.properties")) {
            file.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, Resource> resources = new TreeMap<>();
        for (String name : file.stringPropertyNames()) {
            if (!name.endsWith(".filters")) {
                resources.put(
                        name,
                        new Resource(
                                name,
                                byName(
                                        "created_at updated_at " + file.getProperty(name),
                                        Property::parse,
                                        Property::name),
                                byName(
                                        "ids created_at updated_at " + file.getProperty(name + ".filters"),
                                        Parameter::parse,
                                        Parameter::name)));
            }
        }
        return resources;
    }

    private static <T> Map<String, T> byName(String text, Function<String, T> parse, Function<T, String> name) {
        Map<String, T> found = new LinkedHashMap<>();
        Stream.of(text.trim().split("\\s+")).map(parse).forEach(each -> found.put(name.apply(each), each));
        return found;
    }

    /** A list: the properties of its rows besides id, and its filters. */
    public record Resource(String name, Map<String, Property> properties, Map<String, Parameter> filters) {
        private static final List<String> FIELD_MAPS = List.of("custom_fields", "question_custom_fields");

        public boolean has(String property) {
            return property.equals("id") || properties.containsKey(property);
        }

        /** The property with custom field values, if rows have one. */
        public Optional<String> fieldMap() {
            return FIELD_MAPS.stream()
                    .filter(map -> properties.containsKey(map)
                            && properties.get(map).absent().isObject())
                    .findFirst();
        }

        /** Which custom fields its rows have. */
        public String fieldType() {
            return switch (name) {
                case "applications" -> "application";
                case "candidates" -> "candidate";
                case "jobs" -> "job";
                case "users" -> "user_attribute";
                default -> "rejection_question";
            };
        }

        /** References that are indexed for look-ups. */
        List<String> parents() {
            return Stream.of("candidate_id", "application_id", "job_id", "custom_field_id")
                    .filter(properties::containsKey)
                    .toList();
        }
    }
}
