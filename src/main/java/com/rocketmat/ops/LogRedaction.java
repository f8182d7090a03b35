package com.rocketmat.ops;

import com.fasterxml.jackson.core.JacksonException;
import com.rocketmat.harvest.Causes;
import io.quarkus.logging.LoggingFilter;
import java.util.List;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import java.util.regex.Pattern;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.formatters.PatternFormatter;

/**
 * The last filter before a record is logged. Our own code never logs a secret; this guards against verbose libraries. It drops wire logs,
 * masks anything that looks like an authorisation, and removes the messages of exceptions that quote input.
 */
@LoggingFilter(name = "redaction")
public final class LogRedaction implements Filter {

    /** Loggers of bytes, headers or bodies on the wire. */
    private static final List<String> WIRE = List.of(
            // quarkus.rest-client.logging.scope=all, and Vert.x's log-activity
            "io.netty.handler.logging.",
            "org.jboss.resteasy.reactive.client.logging.",
            // at DEBUG: addresses with cursors, and parser messages
            "org.jboss.resteasy.reactive.client.handlers.ClientErrorHandler",
            // -Djdk.httpclient.HttpClient.log
            "jdk.httpclient.",
            "jdk.internal.httpclient.");

    private static final String CONNECTION = "io.vertx.core.net.impl.ConnectionBase";
    private static final List<String> CONNECTION_LOST =
            List.of("Connection reset", "Broken pipe", "Connection closed before received headers");

    private static final Pattern AUTHORISATION =
            Pattern.compile("(?i:\\b(?:Bearer|Basic))\\s+(?=\\S*[A-Z0-9])[\\w.~+/=-]{8,}"
                    // JSON Web Tokens and Vault tokens
                    + "|\\beyJ[\\w-]{8,}\\.[\\w.-]+|\\bhv[sbr]\\.[\\w-]{20,}|\\b[sbr]\\.\\w{24}\\b");

    private static final PatternFormatter MESSAGE = new PatternFormatter("%s");
    private static final PatternFormatter EXCEPTION = new PatternFormatter("%e");

    private final DatabaseAway databaseAway = new DatabaseAway();

    @Override
    public boolean isLoggable(LogRecord log) {
        String category = String.valueOf(log.getLoggerName());
        if (WIRE.stream().anyMatch(category::startsWith) || isLost(category, log) || databaseAway.suppress(log)) {
            return false;
        }
        mask(ExtLogRecord.wrap(log));
        return true;
    }

    /**
     * Vert.x logs a lost connection as an ERROR without naming it, and a call that fails because of it logs that itself. Keeps records with a
     * stack trace, at DEBUG. Quarkus's own filters ({@code quarkus.log.filter}) let every ERROR pass.
     */
    private static boolean isLost(String category, LogRecord log) {
        return category.equals(CONNECTION)
                && log.getThrown() == null
                && CONNECTION_LOST.stream().anyMatch(String.valueOf(log.getMessage())::startsWith);
    }

    /** Jackson's messages quote the input, which may be candidate data; the REST client logs them at DEBUG. */
    private static boolean hasSensitiveException(ExtLogRecord log) {
        for (Throwable cause = log.getThrown(); cause != null; cause = cause.getCause()) {
            if (cause instanceof JacksonException) {
                return true;
            }
        }
        return log.getThrown() != null
                && AUTHORISATION.matcher(EXCEPTION.format(log)).find();
    }

    private static String maskMessages(String text, Throwable thrown) {
        String masked = text;
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause.getMessage() != null && !cause.getMessage().isBlank()) {
                masked = masked.replace(cause.getMessage(), "***");
            }
        }
        return masked;
    }

    private static void mask(ExtLogRecord log) {
        String message = MESSAGE.format(log);
        String masked = AUTHORISATION.matcher(message).replaceAll("***");
        if (hasSensitiveException(log)) {
            masked = maskMessages(masked, log.getThrown());
            log.setThrown(Causes.told(log.getThrown()));
        }
        if (!masked.equals(message)) {
            log.setMessage(masked, ExtLogRecord.FormatStyle.NO_FORMAT);
        }
    }
}
