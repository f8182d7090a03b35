package com.rocketmat.sandbox.database;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The statements that the service really sends to PostgreSQL, from any library: read from the server's own log. */
public final class StatementLog implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern STATEMENT = Pattern.compile("(?:statement|execute [^:]*): (.*)", Pattern.DOTALL);
    private static final Pattern VALUE = Pattern.compile("\\$\\d+ = (NULL|'(?:[^']|'')*')");

    private final SandboxDatabase database;

    private StatementLog(SandboxDatabase database) {
        this.database = database;
    }

    /**
     * A statement as it was sent.
     *
     * @param values of its parameters, as SQL literals
     */
    public record Issued(String sql, List<String> values) {}

    /** Statements are logged from now on. */
    public static StatementLog open(SandboxDatabase database) {
        database.administer(
                "ALTER SYSTEM SET log_destination = 'jsonlog'",
                "ALTER SYSTEM SET log_statement = 'all'",
                "SELECT pg_reload_conf()");
        return new StatementLog(database);
    }

    /** The same once all of them are in the log, which a process of its own writes. */
    public List<Issued> settled() {
        String last = UUID.randomUUID().toString();
        database.administer("SELECT '%s'".formatted(last));
        await().atMost(Duration.ofMinutes(1)).until(() -> {
            try (Stream<Path> files = Files.list(database.logs())) {
                return files.filter(file -> file.toString().endsWith(".json")).anyMatch(file -> has(file, last));
            }
        });
        return issued();
    }

    private static boolean has(Path file, String text) {
        try {
            // it may end in the middle of a character
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Statements of the service, without those of tests. */
    public List<Issued> issued() {
        List<Issued> all = new ArrayList<>();
        try (Stream<Path> files = Files.list(database.logs())) {
            for (Path file : files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList()) {
                for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
                    // the last one may be incomplete
                    if (line.endsWith("}")) {
                        collect(JSON.readTree(line), all);
                    }
                }
            }
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void collect(JsonNode line, List<Issued> all) {
        Matcher statement = STATEMENT.matcher(line.path("message").asText());
        if (line.path("user").asText().equals(database.user())
                && !line.path("application_name").asText().equals(SandboxDatabase.TESTS)
                && statement.matches()) {
            List<String> values = VALUE.matcher(line.path("detail").asText())
                    .results()
                    .map(value -> value.group(1))
                    .toList();
            all.add(new Issued(statement.group(1), values));
        }
    }

    @Override
    public void close() {
        database.administer(
                "ALTER SYSTEM RESET log_destination", "ALTER SYSTEM RESET log_statement", "SELECT pg_reload_conf()");
    }
}
