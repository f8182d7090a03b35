package com.rocketmat.ops;

import com.rocketmat.feature.resume.ResumeWorker;
import com.rocketmat.model.runtime.OnnxLibraries;
import com.rocketmat.model.upload.Trial;
import io.quarkus.logging.Log;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.smallrye.config.ConfigValidationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Starts the service. If the database or a setting is the cause of a failed start, the last log line says so, because Kubernetes shows
 * the end of a log, and because settings are checked before there is a log. Quarkus leaves every other failure to the exit handler, too.
 */
@QuarkusMain
public final class Main {

    private static final String ADDRESS = "quarkus.datasource.jdbc.url";
    private static final String FORBIDDEN = "42501";
    private static final String LOCKED = "55P03";
    private static final String READ_ONLY = "25006";
    private static final String NO_SCHEMA = "3F000";
    private static final String BROKEN_OFF = "08006";

    private Main() {}

    public static void main(String... arguments) throws IOException {
        leaveNoMemoryInCoreDumps();
        writeNumbersAlikeEverywhere();
        switch (String.join(" ", arguments)) {
            case ResumeWorker.ARGUMENT -> ResumeWorker.main();
            case Trial.COMMAND -> Trial.main();
            default ->
                OnnxLibraries.locate().ifPresentOrElse(Main::refuse, () -> Quarkus.run(null, Main::end, arguments));
        }
    }

    /** A crash in a library would write credentials, or what candidates sent, to the node's disk. Processes that are started from here inherit it. */
    static void leaveNoMemoryInCoreDumps() {
        try {
            Files.writeString(Path.of("/proc/self/coredump_filter"), "0", StandardOpenOption.WRITE);
        } catch (IOException _) {
            // not Linux
        }
    }

    /** Arabic and Persian have digits of their own, which PostgreSQL does not take for a number in a statement, nor a caller in an answer. */
    static void writeNumbersAlikeEverywhere() {
        Locale.setDefault(Locale.ENGLISH);
    }

    private static void refuse(String reason) {
        System.err.println(reason);
        System.exit(1);
    }

    private static void end(int status, Throwable failure) {
        if (failure != null) {
            reason(failure).ifPresentOrElse(System.err::println, () -> Log.error("The service cannot start", failure));
        }
        System.exit(status);
    }

    /** The message if the database or a setting is at fault. */
    static Optional<String> reason(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnusableDatabase) {
                return Optional.of(cause.getMessage());
            }
            if (cause instanceof ConfigValidationException) {
                // a value that cannot be converted is quoted, by its converter too, and may hold a password
                return Optional.of(cause.getMessage()
                        .replaceAll(
                                "(?s) with the config value \".*?(?=\n\t|$)",
                                " has a value that is not of its type, see the guide's page of configuration"));
            }
            if (cause instanceof SQLException refusal) {
                return Optional.of("Cannot use PostgreSQL at %s (%s): %s; nothing was changed, start again"
                        .formatted(address(), state(refusal), remedy(refusal)));
            }
        }
        return Optional.empty();
    }

    private static String remedy(SQLException refusal) {
        return switch (refusal.getSQLState()) {
            case FORBIDDEN ->
                "the database role lacks a right; set quarkus.flyway.username, or quarkus.datasource.username, to the owner of the tables, who migrates them";
            case LOCKED ->
                "a migration waited too long for another transaction that holds its tables; end that one, or wait for its end";
            case READ_ONLY ->
                "it takes no writes, because it is a standby, or because default_transaction_read_only is on for the role or the database; set %s to the primary, or reset that setting"
                        .formatted(ADDRESS);
            case NO_SCHEMA ->
                "no schema of the role's search_path exists; reset search_path for the role and the database, or create the schema";
            case BROKEN_OFF ->
                "it was reached, but the connection failed: check that it still runs; over TLS its certificate has to be valid, to name the host in %s, and to be of the authority in sslrootcert"
                        .formatted(ADDRESS);
            case null, default ->
                "check that it is running and reachable, and that %s, .username and .password are correct"
                        .formatted(ADDRESS);
        };
    }

    private static String state(SQLException refusal) {
        return refusal.getSQLState() == null ? refusal.getClass().getSimpleName() : "SQLSTATE " + refusal.getSQLState();
    }

    /** Without parameters, which may contain a password. */
    private static String address() {
        return ConfigProvider.getConfig()
                .getOptionalValue(ADDRESS, String.class)
                .map(address -> address.replaceAll("\\?.*", ""))
                .orElse("an address that is not configured");
    }
}
