package com.rocketmat.sandbox.greenhouse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.rocketmat.sandbox.greenhouse.fault.Call;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Writes to a tenant's Greenhouse, from the requests that it received. */
public record Writes(List<Call> calls) {

    private static final ObjectMapper JSON = new ObjectMapper();

    public static Writes into(GreenhouseSimulator greenhouse, String organisation) {
        return new Writes(greenhouse
                .calls()
                .where(call -> call.organisation().equals(organisation)
                        && !call.method().equals("GET")
                        && !call.path().startsWith("/token")));
    }

    public int count() {
        return calls.size();
    }

    /** Number of applications that were written to, each counted once. */
    public long applications() {
        return calls.stream().map(Call::path).distinct().count();
    }

    /** The values sent for the score field, by the application's path. */
    public Map<String, Set<String>> values(String field) {
        Map<String, Set<String>> values = new TreeMap<>();
        for (Call call : calls) {
            for (JsonNode entry : body(call).path("custom_fields")) {
                if (entry.path("name_key").asText().equals(field)) {
                    values.computeIfAbsent(call.path(), _ -> new TreeSet<>())
                            .add(entry.path("value").asText());
                }
            }
        }
        return values;
    }

    /** Writes that repeat an earlier one to the same application, each with that one before it. */
    public List<Repeat> repeats() {
        List<Repeat> repeats = new ArrayList<>();
        Map<List<String>, Call> last = new HashMap<>();
        calls.stream().sorted(Comparator.comparing(Call::at)).forEach(call -> {
            Call before = last.put(List.of(call.path(), call.body()), call);
            if (before != null) {
                repeats.add(new Repeat(before, call));
            }
        });
        return repeats;
    }

    public record Repeat(Call first, Call second) {

        /** By then an acknowledged write shows in lists, however slow the simulator is set. */
        private static final Duration SHOWS_AFTER = Duration.ofSeconds(4);

        /** Whether the row was read between the two, and could not show the first one yet if that was acknowledged. */
        public boolean justified(List<Call> calls) {
            Optional<Instant> lastRead = calls.stream()
                    .filter(this::readsTheRow)
                    .map(Call::at)
                    .filter(at -> at.isAfter(first.at()) && at.isBefore(second.at()))
                    .max(Comparator.naturalOrder());
            return lastRead.isPresent()
                    && (first.status() != 200
                            || lastRead.get().isBefore(first.at().plus(SHOWS_AFTER)));
        }

        private boolean readsTheRow(Call call) {
            String id = first.path().substring(first.path().lastIndexOf('/') + 1);
            return call.method().equals("GET")
                    && call.organisation().equals(first.organisation())
                    && call.query().contains("ids=")
                    && call.query().contains(id);
        }
    }

    /** The properties of all bodies together. */
    public Set<String> properties() {
        Set<String> names = new TreeSet<>();
        calls.forEach(call -> body(call).fieldNames().forEachRemaining(names::add));
        return names;
    }

    private static JsonNode body(Call call) {
        try {
            return JSON.readTree(call.body());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(call + " has no JSON body", e);
        }
    }
}
