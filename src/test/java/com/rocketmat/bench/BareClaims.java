package com.rocketmat.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;

/**
 * The baseline for claims: connections that each take the next due tenant with {@code FOR UPDATE SKIP LOCKED} and postpone it, in
 * one transaction. Claims are not visible to others, there is no takeover, and no work is done.
 */
public final class BareClaims {

    private static final String TAKE =
            "SELECT task_instance FROM scheduled_tasks WHERE execution_time <= now() AND NOT picked"
                    + " ORDER BY execution_time LIMIT 1 FOR UPDATE SKIP LOCKED";
    private static final String PUT_OFF =
            "UPDATE scheduled_tasks SET execution_time = now() + interval '1 year', version = version + 1"
                    + " WHERE task_instance = ?";

    private BareClaims() {}

    /** Claims all that are due; returns claims per second. */
    public static double rate(DataSource database, int width) {
        long begun = System.nanoTime();
        try (ExecutorService threads = Executors.newFixedThreadPool(width)) {
            List<Callable<Integer>> loops = new ArrayList<>();
            for (int i = 0; i < width; i++) {
                loops.add(() -> loop(database));
            }
            int claimed = 0;
            for (Future<Integer> loop : threads.invokeAll(loops)) {
                claimed += loop.get();
            }
            return claimed / ((System.nanoTime() - begun) / 1e9);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private static int loop(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement take = connection.prepareStatement(TAKE);
                PreparedStatement putOff = connection.prepareStatement(PUT_OFF)) {
            connection.setAutoCommit(false);
            int claimed = 0;
            while (true) {
                try (ResultSet row = take.executeQuery()) {
                    if (!row.next()) {
                        connection.commit();
                        return claimed;
                    }
                    putOff.setString(1, row.getString(1));
                }
                putOff.executeUpdate();
                connection.commit();
                claimed++;
            }
        }
    }
}
