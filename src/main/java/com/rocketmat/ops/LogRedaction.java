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
 * The last filter before a record is logged. Our own code never logs a secret; this guards against verbose libraries: wire logs
 * are dropped, anything that looks like an authorisation is masked, and exceptions that quote input lose their messages.
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
    private static final List<String> HUNG_UP =
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
        if (WIRE.stream().anyMatch(category::startsWith) || hungUp(category, log) || databaseAway.repeats(log)) {
            return false;
        }
        star(ExtLogRecord.wrap(log));
        return true;
    }

    /**
     * Vert.x logs it as an ERROR without naming the connection; a call that fails because of it reports that itself. Records with
     * a stack trace, at DEBUG, are kept. Quarkus's own filters ({@code quarkus.log.filter}) let every ERROR pass.
     */
    private static boolean hungUp(String category, LogRecord log) {
        return category.equals(CONNECTION)
                && log.getThrown() == null
                && HUNG_UP.stream().anyMatch(String.valueOf(log.getMessage())::startsWith);
    }

    /** At DEBUG the REST client logs input that it cannot parse, and the parser's message quotes it, which may be candidate data. */
    private static boolean tells(ExtLogRecord log) {
        for (Throwable cause = log.getThrown(); cause != null; cause = cause.getCause()) {
            if (cause instanceof JacksonException) {
                return true;
            }
        }
        return log.getThrown() != null
                && AUTHORISATION.matcher(EXCEPTION.format(log)).find();
    }

    private static String withoutMessages(String text, Throwable thrown) {
        String without = text;
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause.getMessage() != null && !cause.getMessage().isBlank()) {
                without = without.replace(cause.getMessage(), "***");
            }
        }
        return without;
    }

    private static void star(ExtLogRecord log) {
        String message = MESSAGE.format(log);
        String starred = AUTHORISATION.matcher(message).replaceAll("***");
        if (tells(log)) {
            starred = withoutMessages(starred, log.getThrown());
            log.setThrown(Causes.told(log.getThrown()));
        }
        if (!starred.equals(message)) {
            log.setMessage(starred, ExtLogRecord.FormatStyle.NO_FORMAT);
        }
    }
}
