package com.rocketmat.sandbox.greenhouse.fault;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.rocketmat.sandbox.greenhouse.wire.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Every received request, in the order of the answers. */
public final class Calls {
    private final List<Entry> entries = new ArrayList<>();
    /** By identity: two equal requests are different calls. */
    private final IdentityHashMap<Call, Boolean> underWay = new IdentityHashMap<>();

    public synchronized List<Call> all() {
        return entries.stream().map(Entry::call).toList();
    }

    public List<Call> of(String organisation) {
        return where(call -> call.organisation().equals(organisation));
    }

    /** Those to exactly this path. */
    public List<Call> to(String path) {
        return where(call -> call.path().equals(path));
    }

    public List<Call> where(Predicate<Call> wanted) {
        return all().stream().filter(wanted).toList();
    }

    /** Received requests that are not answered yet; their status is 0. */
    public synchronized List<Call> underWay() {
        return List.copyOf(underWay.keySet());
    }

    public int count(String method, String pathPrefix) {
        return where(call -> call.method().equals(method) && call.path().startsWith(pathPrefix))
                .size();
    }

    public synchronized void clear() {
        entries.clear();
    }

    /** Writes one JSON object per line: method, path, query, body, headers. */
    public void writeJsonLines(Path file) {
        writeJsonLines(file, _ -> true);
    }

    /** Of those to some organisations, by their names. */
    public void writeJsonLines(Path file, Predicate<String> organisations) {
        List<Entry> copy;
        synchronized (this) {
            copy = List.copyOf(entries);
        }
        StringBuilder text = new StringBuilder();
        copy.stream()
                .filter(entry -> organisations.test(entry.call().organisation()))
                .forEach(entry -> text.append(new String(Json.bytes(entry.json()), StandardCharsets.UTF_8))
                        .append('\n'));
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public synchronized void begin(Call call) {
        underWay.put(call, true);
    }

    public synchronized void end(Call call, int status, Map<String, String> headers) {
        underWay.remove(call);
        entries.add(new Entry(call.answered(status), headers));
    }

    private record Entry(Call call, Map<String, String> headers) {

        ObjectNode json() {
            ObjectNode line = Json.object()
                    .put("method", call.method())
                    .put("path", call.path())
                    .put("query", call.query())
                    .put("body", call.body());
            ObjectNode named = line.putObject("headers");
            headers.forEach(named::put);
            return line;
        }
    }
}
