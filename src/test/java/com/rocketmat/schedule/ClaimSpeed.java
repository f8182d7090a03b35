package com.rocketmat.schedule;

import static org.awaitility.Awaitility.await;

import com.rocketmat.bench.BareClaims;
import com.rocketmat.bench.Row;
import com.rocketmat.replica.Replica;
import com.rocketmat.sandbox.database.SandboxDatabase;
import com.rocketmat.sync.run.SyncConfig;
import io.agroal.api.AgroalDataSource;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.DoubleStream;

/**
 * Tenants that are already due, claimed, run (which does nothing) and postponed by one replica's scheduler, through a pool as in
 * the service. The baseline is {@link BareClaims} with as many connections, on the same rows. Rounds alternate; medians.
 */
public final class ClaimSpeed {

    private static final int TENANTS = 5_000;
    private static final int ROUNDS = 5;
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String DUE = "SELECT count(*) FROM scheduled_tasks WHERE execution_time <= now()";

    private ClaimSpeed() {}

    public static List<Row> run(Path build, PrintStream out) {
        SyncConfig config = new ManyTenants.Defaults();
        try (SandboxDatabase database = SandboxDatabase.migrated();
                AgroalDataSource pool = ManyTenants.pool(database)) {
            ManyTenants.makeDue(database, TENANTS);
            double[] ours = new double[ROUNDS];
            double[] bare = new double[ROUNDS];
            for (int round = -1; round < ROUNDS; round++) {
                makeAllDue(database);
                double oursNow = claim(database, pool, config);
                makeAllDue(database);
                double bareNow = BareClaims.rate(database.dataSource(), config.workers());
                out.printf("%-8s %8.0f a second, bare %8.0f%n", round < 0 ? "warm-up" : "", oursNow, bareNow);
                if (round >= 0) {
                    ours[round] = oursNow;
                    bare[round] = bareNow;
                }
            }
            return List.of(Row.ofGain(
                    "claims", median(ours), "tenants claimed and put off a second (bare SKIP LOCKED)", median(bare)));
        }
    }

    private static void makeAllDue(SandboxDatabase database) {
        // as autovacuum would before the next period
        database.execute("UPDATE scheduled_tasks SET execution_time = now()", "VACUUM ANALYZE scheduled_tasks");
    }

    private static double claim(SandboxDatabase database, AgroalDataSource pool, SyncConfig config) {
        CountDownLatch run = new CountDownLatch(TENANTS);
        DueTenants due = new DueTenants(pool, config, Clock.systemUTC(), new Replica());
        long begun = System.nanoTime();
        due.start(
                _ -> {
                    run.countDown();
                    return Optional.of(Turn.at(Instant.now().plus(365, ChronoUnit.DAYS)));
                },
                _ -> true,
                _ -> {});
        try {
            if (!run.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("not all tenants were run");
            }
            await().pollInterval(Duration.ofMillis(5)).atMost(PATIENCE).until(() -> database.count(DUE) == 0);
            return TENANTS / ((System.nanoTime() - begun) / 1e9);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            due.drain();
        }
    }

    private static double median(double... values) {
        return DoubleStream.of(values).sorted().toArray()[values.length / 2];
    }
}
