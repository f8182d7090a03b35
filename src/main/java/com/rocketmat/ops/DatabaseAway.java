package com.rocketmat.ops;

import com.rocketmat.tenant.scope.DatabaseTrouble;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.LogRecord;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Level;

/**
 * Without PostgreSQL some thirty jobs fail, the first of them every second, and both schedulers log each failure as an ERROR with its
 * stack trace. That is told once a minute here, in one line; slices, webhooks and callers tell what it means for them.
 */
final class DatabaseAway {

    private static final List<String> SCHEDULERS =
            List.of("io.quarkus.scheduler.", "com.github.kagkarlsson.scheduler.");
    private static final long EACH = Duration.ofMinutes(1).toMillis();

    private final AtomicLong told = new AtomicLong();

    /** Whether this was told in the last minute; a record that is to be logged is told as such a line. */
    boolean repeats(LogRecord log) {
        String category = String.valueOf(log.getLoggerName());
        Optional<String> away = DatabaseTrouble.away(log.getThrown());
        if (away.isEmpty() || SCHEDULERS.stream().noneMatch(category::startsWith)) {
            return false;
        }
        long last = told.get();
        if (log.getMillis() - last < EACH || !told.compareAndSet(last, log.getMillis())) {
            return true;
        }
        log.setLevel(Level.WARN);
        ExtLogRecord.wrap(log)
                .setMessage(
                        "Database unavailable (%s); scheduled jobs are tried again".formatted(away.get()),
                        ExtLogRecord.FormatStyle.NO_FORMAT);
        log.setThrown(null);
        return false;
    }
}
