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
 * While PostgreSQL is unavailable, limits the schedulers to one log line a minute. Otherwise some thirty jobs would each log an ERROR with a
 * stack trace, some every second. Slices, webhooks and calls log their own failures.
 */
final class DatabaseAway {

    private static final List<String> SCHEDULERS =
            List.of("io.quarkus.scheduler.", "com.github.kagkarlsson.scheduler.");
    private static final long INTERVAL = Duration.ofMinutes(1).toMillis();

    private final AtomicLong lastLogged = new AtomicLong();

    /** Whether to drop the record, because another one was logged in the last minute. If not, shortens the record to one line. */
    boolean suppress(LogRecord log) {
        String category = String.valueOf(log.getLoggerName());
        Optional<String> away = DatabaseTrouble.away(log.getThrown());
        if (away.isEmpty() || SCHEDULERS.stream().noneMatch(category::startsWith)) {
            return false;
        }
        long last = lastLogged.get();
        if (log.getMillis() - last < INTERVAL || !lastLogged.compareAndSet(last, log.getMillis())) {
            return true;
        }
        log.setLevel(Level.WARN);
        ExtLogRecord.wrap(log)
                .setMessage(
                        "Database unavailable (%s); retrying scheduled jobs".formatted(away.get()),
                        ExtLogRecord.FormatStyle.NO_FORMAT);
        log.setThrown(null);
        return false;
    }
}
