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
import java.util.Objects;
import java.util.Optional;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Starts the service. If the start fails because of the database or a setting, prints the reason as the last line, since Kubernetes shows the
 * end of a log, and settings are checked before logging works. Other failures are logged by the exit handler, too.
 */
@QuarkusMain
public final class Main {

    private static final String ADDRESS = "quarkus.datasource.jdbc.url";
    private static final String FORBIDDEN = "42501";
    private static final String LOCKED = "55P03";
    private static final String READ_ONLY = "25006";
    private static final String NO_SCHEMA = "3F000";
    private static final String CONNECTION_FAILURE = "08006";
    private static final String NO_ANSWER = "08000";
    private static final String NONE_FREE = "53300";

    private Main() {}

    public static void main(String... arguments) throws IOException {
        keepMemoryOutOfCoreDumps();
        useEnglishNumbers();
        switch (String.join(" ", arguments)) {
            case ResumeWorker.ARGUMENT -> ResumeWorker.main();
            case Trial.COMMAND -> Trial.main();
            default ->
                OnnxLibraries.locate().ifPresentOrElse(Main::refuse, () -> Quarkus.run(null, Main::end, arguments));
        }
    }

    /** Otherwise a crash in a library could write credentials or resumes to the node's disk. Child processes inherit the filter. */
    static void keepMemoryOutOfCoreDumps() {
        try {
            Files.writeString(Path.of("/proc/self/coredump_filter"), "0", StandardOpenOption.WRITE);
        } catch (IOException _) {
            // not Linux
        }
    }

    /** PostgreSQL and callers would not understand the digits of, for example, an Arabic or Persian locale. */
    static void useEnglishNumbers() {
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

    /** Empty unless the database or a setting is known to be at fault. */
    static Optional<String> reason(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnusableDatabase) {
                return Optional.of(cause.getMessage());
            }
            if (cause instanceof ConfigValidationException) {
                // the message quotes a value that cannot be converted, which may contain a password
                return Optional.of(cause.getMessage()
                        .replaceAll(
                                "(?s) with the config value \".*?(?=\n\t|$)",
                                " has a value of the wrong type; see the configuration page of the guide"));
            }
            if (cause instanceof SQLException refusal) {
                return remedy(refusal)
                        .map(remedy ->
                                "Cannot use PostgreSQL at %s (%s): %s".formatted(address(), state(refusal), remedy));
            }
        }
        return Optional.empty();
    }

    /** Empty if only the failure itself says what to do, as of a migration. */
    private static Optional<String> remedy(SQLException refusal) {
        return Optional.ofNullable(
                switch (Objects.requireNonNullElse(refusal.getSQLState(), NO_ANSWER)) {
                    case FORBIDDEN ->
                        "the database role lacks a privilege; set quarkus.flyway.username, or quarkus.datasource.username, to the owner of the tables";
                    case LOCKED ->
                        "a migration timed out waiting for another transaction that locks its tables; end that transaction, or wait for its end";
                    case READ_ONLY ->
                        "it rejects writes, because it is a standby or default_transaction_read_only is on for the role or the database; set %s to the primary, or reset that setting"
                                .formatted(ADDRESS);
                    case NO_SCHEMA ->
                        "no schema in the role's search_path exists; reset search_path for the role and the database, or create the schema";
                    case CONNECTION_FAILURE ->
                        "it was reached, but the connection failed: check that it is still running; with TLS, its certificate must be valid, name the host in %s and be issued by the authority in sslrootcert"
                                .formatted(ADDRESS);
                    case NONE_FREE ->
                        "no connection is free: raise max_connections, or the CONNECTION LIMIT of the role or the database, or lower quarkus.datasource.jdbc.max-size or the number of replicas";
                    case String state
                    when state.matches("(08|28|3D|57P).*") ->
                        "check that it is running and reachable, and that %s, .username and .password are correct"
                                .formatted(ADDRESS);
                    default -> null;
                });
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
