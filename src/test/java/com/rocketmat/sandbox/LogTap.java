package com.rocketmat.sandbox;

import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Filter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.stream.Stream;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.LogContext;
import org.jboss.logmanager.formatters.PatternFormatter;

/** Captures everything logged in this process while it is open, at the categories' levels. */
public final class LogTap extends Handler implements AutoCloseable {

    /** Everything a log may show of a record: category, thread, context, message and stack trace. */
    private final PatternFormatter whole = new PatternFormatter("%c %t %X %s%e%n");

    private final Queue<Line> lines = new ConcurrentLinkedQueue<>();

    public LogTap() {
        this(_ -> true);
    }

    /** What this class logs: other tests may run beside this one. */
    public LogTap(Class<?> category) {
        this(log -> log.getLoggerName().equals(category.getName()));
    }

    /** Records that pass this filter, like those of the application's handlers. */
    public LogTap(Filter filter) {
        setLevel(Level.ALL);
        setFilter(filter);
        LogContext.getLogContext().getLogger("").addHandler(this);
    }

    /** {@code tenant} as the context names it, or empty. */
    public record Line(Level level, String category, String tenant, String text) {}

    public List<Line> lines() {
        return List.copyOf(lines);
    }

    public Stream<Line> about(String tenant) {
        return lines.stream().filter(line -> line.tenant().equals(tenant));
    }

    public String text() {
        StringBuilder text = new StringBuilder();
        lines.forEach(line -> text.append(line.text()));
        return text.toString();
    }

    @Override
    public void publish(LogRecord log) {
        if (isLoggable(log)) {
            ExtLogRecord record = ExtLogRecord.wrap(log);
            String tenant = Objects.requireNonNullElse(record.getMdc("tenant"), "");
            lines.add(new Line(log.getLevel(), log.getLoggerName(), tenant, whole.format(record)));
        }
    }

    @Override
    public void flush() {
        // nothing is buffered
    }

    @Override
    public void close() {
        LogContext.getLogContext().getLogger("").removeHandler(this);
    }
}
