package com.rocketmat.sandbox;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.formatters.PatternFormatter;

/** What this process logs, and about which tenant, from the moment it is opened. */
public final class TenantLog extends Handler implements AutoCloseable {

    private static final PatternFormatter TEXT = new PatternFormatter("%c %t %s%e");

    private final Queue<Line> lines = new ConcurrentLinkedQueue<>();

    private TenantLog() {
        setLevel(Level.ALL);
    }

    /** With its stack trace; the tenant is empty if the log has none. */
    public record Line(String tenant, String text) {}

    public static TenantLog open() {
        TenantLog log = new TenantLog();
        Logger.getLogger("").addHandler(log);
        return log;
    }

    public Stream<Line> about(String tenant) {
        return lines.stream().filter(line -> line.tenant().equals(tenant));
    }

    @Override
    public void publish(LogRecord logged) {
        ExtLogRecord whole = ExtLogRecord.wrap(logged);
        String tenant = whole.getMdc("tenant");
        lines.add(new Line(tenant == null ? "" : tenant, TEXT.format(whole)));
    }

    @Override
    public void flush() {
        // nothing is buffered
    }

    @Override
    public void close() {
        Logger.getLogger("").removeHandler(this);
    }
}
