package com.rocketmat.bench;

import com.rocketmat.sandbox.process.ApplicationProcess;
import com.rocketmat.sandbox.stack.SandboxStack;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/**
 * Processor time used so far.
 *
 * @param simulator this process, including Vault's stand-in
 */
record Processor(Duration service, Duration database, Duration simulator) {

    static Processor of(SandboxStack stack, ApplicationProcess application) {
        return new Processor(
                used(ProcessHandle.of(application.pid()).orElseThrow()), usedBy(stack), used(ProcessHandle.current()));
    }

    /** The server and its live child processes, such as those of pooled connections. */
    private static Duration usedBy(SandboxStack stack) {
        try (Connection connection = stack.database().dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet backend = statement.executeQuery("SELECT pg_backend_pid()")) {
            backend.next();
            ProcessHandle server = ProcessHandle.of(backend.getLong(1))
                    .flatMap(ProcessHandle::parent)
                    .orElseThrow();
            return server.children().map(Processor::used).reduce(used(server), Duration::plus);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Duration used(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** In milliseconds per unit of work. */
    String since(Processor before, int pieces) {
        return "processor ms: service %.2f, PostgreSQL %.2f, simulator %.2f"
                .formatted(
                        each(service, before.service, pieces),
                        each(database, before.database, pieces),
                        each(simulator, before.simulator, pieces));
    }

    private static double each(Duration now, Duration before, int pieces) {
        return now.minus(before).toNanos() / 1e6 / pieces;
    }
}
