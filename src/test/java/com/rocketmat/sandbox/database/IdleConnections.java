package com.rocketmat.sandbox.database;

import com.rocketmat.sandbox.database.SandboxDatabase.Work;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import javax.sql.DataSource;

/** Connections that are used again: PostgreSQL opens one in the time of ten statements, and tests that wait ask often. */
final class IdleConnections {

    private final Queue<Connection> idle = new ConcurrentLinkedQueue<>();

    <T> T with(Supplier<DataSource> database, Work<T> work) {
        try {
            Connection connection = take(database);
            try (Statement statement = connection.createStatement()) {
                T result = work.with(statement);
                idle.add(connection);
                return result;
            } catch (SQLException | RuntimeException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    private Connection take(Supplier<DataSource> database) throws SQLException {
        for (Connection connection = idle.poll(); connection != null; connection = idle.poll()) {
            // tests stop the server and end its connections
            if (connection.isValid(1)) {
                return connection;
            }
            connection.close();
        }
        return database.get().getConnection();
    }
}
