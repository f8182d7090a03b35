package com.rocketmat.bench;

import static org.awaitility.Awaitility.await;

import com.rocketmat.model.Graph;
import com.rocketmat.sandbox.customer.PointsCustomer;
import com.rocketmat.sandbox.database.SandboxDatabase;
import com.rocketmat.sandbox.greenhouse.organisation.Organisation;
import com.rocketmat.sandbox.process.ApplicationProcess;
import com.rocketmat.sandbox.stack.SandboxStack;
import com.rocketmat.sandbox.vault.VaultStandIn;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Ten thousand tenants that are due in the same second, on one replica, with empty windows: each slice asks Greenhouse, finds
 * nothing and ends. A tenant's lag is the time from its due time to the start of its run. The baseline is the lag if a slice took
 * no time: that of {@link BareClaims} on the same rows. Then the same tenants with a common minute in their cron, each due at the
 * second within that minute that the service chose. Service, PostgreSQL and simulator share the machine.
 */
final class DueLag {

    private static final int TENANTS = 10_000;
    private static final int WORKERS = 16;
    /** The first round mints tokens, and a process is warm after some tens of thousands of slices. */
    private static final int ROUNDS = 4;

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    /** Until the common minute; the rounds before it must have ended by then. */
    private static final Duration AHEAD = Duration.ofMinutes(5);

    private static final DateTimeFormatter CRON =
            DateTimeFormatter.ofPattern("m H d M '*'").withZone(ZoneOffset.UTC);
    private static final String COMMITS = "SELECT xact_commit FROM pg_stat_database WHERE datname = current_database()";

    private DueLag() {}

    static List<Row> run(Path build, PrintStream out) {
        List<Organisation> organisations = IntStream.range(0, TENANTS)
                .mapToObj("tenant-%05d"::formatted)
                .map(name -> Organisation.empty(name, Instant.now().truncatedTo(ChronoUnit.SECONDS)))
                .toList();
        try (SandboxStack stack = SandboxStack.start(build, VaultStandIn.start(), organisations)) {
            SandboxDatabase database = stack.database();
            Instant minute = Instant.now().plus(AHEAD).truncatedTo(ChronoUnit.MINUTES);
            long alone = prepare(stack, organisations, CRON.format(minute));
            try (ApplicationProcess application = stack.launchApplication(Map.of("ROCKETMAT_TENANTS_REFRESH", "30s"))) {
                await().atMost(PATIENCE).pollInterval(Duration.ofSeconds(1)).until(application::isReady);
                List<Double> rounds = new ArrayList<>();
                for (int round = 0; round < ROUNDS; round++) {
                    rounds.add(round(stack, application, out));
                }
                double heap = (Heap.liveBytes(application) - alone) / (double) TENANTS;
                out.printf("resident %d MiB%n", application.residentKilobytes() / 1024);
                double agreed = agreedMinute(database, minute, out);
                application.terminate();
                return rows(rounds, agreed, bareRate(database, out), heap, alone);
            }
        }
    }

    /** Returns when all have a model and a secret, with the live heap of a replica with one tenant. */
    private static long prepare(SandboxStack stack, List<Organisation> organisations, String cron) {
        String first = organisations.getFirst().name();
        try (ApplicationProcess application = stack.startApplication(Map.of())) {
            stack.addTenant(first, Map.of("schedule", cron));
            await().atMost(PATIENCE)
                    .until(() -> stack.operator(application).tenant(first).statusCode() == 200);
            stack.operator(application).giveModel(first, Graph.identity().toBytes(), PointsCustomer.MANIFEST);
            List<Organisation> others = organisations.subList(1, TENANTS);
            Fleet.giveModelOf(first, stack, others);
            long heap = Heap.liveBytes(application);
            application.terminate();
            Fleet.join(stack, others, Map.of("schedule", cron));
            Fleet.knownAndNotDue(stack);
            return heap;
        }
    }

    /** The 99th percentile of the lag, in seconds, of tenants that are due at once. */
    private static double round(SandboxStack stack, ApplicationProcess application, PrintStream out) {
        SandboxDatabase database = stack.database();
        stack.greenhouse().calls().clear();
        long commits = database.count(COMMITS);
        Processor before = Processor.of(stack, application);
        String due = "to_timestamp(%d)".formatted(Instant.now().getEpochSecond() + 3);
        database.execute("UPDATE scheduled_tasks SET execution_time = " + due);
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(500))
                .until(() ->
                        database.count("SELECT count(*) FROM scheduled_tasks WHERE execution_time <= " + due) == 0);
        double p99 = number(
                database,
                "SELECT percentile_cont(0.99) WITHIN GROUP (ORDER BY extract(epoch FROM started_at - %1$s)) FROM run WHERE started_at >= %1$s"
                        .formatted(due));
        out.printf(
                "lag p99 %.1f s; a slice: %.1f transactions, %.2f calls, %s%n",
                p99,
                (database.count(COMMITS) - commits) / (double) TENANTS,
                stack.greenhouse().calls().all().size() / (double) TENANTS,
                Processor.of(stack, application).since(before, TENANTS));
        return p99;
    }

    /** The 99th percentile of the lag, in seconds, of tenants whose cron has the same minute. */
    private static double agreedMinute(SandboxDatabase database, Instant minute, PrintStream out) {
        if (Instant.now().isAfter(minute)) {
            throw new IllegalStateException("the common minute came before the rounds ended");
        }
        database.execute("CREATE TABLE planned AS SELECT task_instance, execution_time FROM scheduled_tasks");
        String end = "to_timestamp(%d)".formatted(minute.getEpochSecond() + 60);
        await().atMost(AHEAD.plus(PATIENCE))
                .pollInterval(Duration.ofMillis(500))
                .until(() ->
                        database.count("SELECT count(*) FROM scheduled_tasks WHERE execution_time <= " + end) == 0);
        String lags = " FROM run JOIN planned ON task_instance = tenant_id WHERE started_at >= execution_time";
        double p99 = number(
                database,
                "SELECT percentile_cont(0.99) WITHIN GROUP (ORDER BY extract(epoch FROM started_at - execution_time))"
                        + lags);
        out.printf(
                "same minute: %d runs, lag p99 %.1f s, the last began %.1f s after the minute%n",
                database.count("SELECT count(*)" + lags),
                p99,
                number(
                        database,
                        "SELECT extract(epoch FROM max(started_at)) - %d".formatted(minute.getEpochSecond()) + lags));
        return p99;
    }

    private static double number(SandboxDatabase database, String query) {
        return Double.parseDouble(database.column(query).getFirst());
    }

    private static double bareRate(SandboxDatabase database, PrintStream out) {
        database.execute("UPDATE scheduled_tasks SET execution_time = now(), picked = false");
        double rate = BareClaims.rate(database.dataSource(), WORKERS);
        out.printf("bare claims: %.0f a second%n", rate);
        return rate;
    }

    private static List<Row> rows(List<Double> rounds, double agreed, double bareRate, double heap, long alone) {
        double bare = TENANTS / bareRate;
        return List.of(
                Row.ofCost("due-lag-10000", rounds.getLast(), "s of lag, p99 (bare claims)", 0.99 * bare),
                Row.ofCost(
                        "due-lag-10000.cold",
                        rounds.get(1),
                        "s of lag, p99, by a process that ran each of them once (bare claims)",
                        0.99 * bare),
                Row.ofCost(
                        "due-lag-10000.cron", agreed, "s of lag, p99, all on the same cron (bare claims)", 0.99 * bare),
                Row.ofCost(
                        "tenant-heap",
                        heap / 1024,
                        "KiB of live heap for each tenant that ran (a replica with one)",
                        alone / 1024.0));
    }
}
