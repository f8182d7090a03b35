package com.rocketmat.bench;

import com.rocketmat.model.CacheCharge;
import com.rocketmat.model.ScoringSpeed;
import com.rocketmat.schedule.ClaimSpeed;
import com.rocketmat.training.fit.TrainingSpeed;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** {@code ./mvnw -Pbench} runs all benchmarks, or the one whose name or row {@code -Dbench=} gives. */
public final class Bench {

    static final List<Benchmark> ALL = List.of(
            Benchmark.of("score", ScoringSpeed::run, "score.page", "score.matrix"),
            Benchmark.of("claims", ClaimSpeed::run),
            Benchmark.of("end-to-end", EndToEnd::run, "end-to-end", "end-to-end.at-once"),
            Benchmark.of("goodput", Goodput::run, "goodput", "goodput.repeated"),
            Benchmark.of("calls", CallsPerScore::run, "calls-per-score", "script-1", "script-8"),
            Benchmark.of("budget", BudgetUse::run, "budget", "budget-429s"),
            Benchmark.of("replicas-3", Replicas::run),
            Benchmark.of(
                    "due-lag", DueLag::run, "due-lag-10000", "due-lag-10000.cold", "due-lag-10000.cron", "tenant-heap"),
            Benchmark.of("backlog-1000", Backlogs::run, "backlog-1000.smallest", "backlog-1000.heap"),
            Benchmark.of("webhooks", WebhookBurst::run),
            Benchmark.of("webhook-lag", WebhookLag::run),
            Benchmark.of("cache-charge", CacheCharge::run),
            Benchmark.of("training", TrainingSpeed::run, "training", "training-memory"),
            Benchmark.of(
                    "training-whole",
                    TrainingBesideSlices::run,
                    "training-whole",
                    "training-whole.memory",
                    "training-beside"));

    private Bench() {}

    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        Path build = Path.of(System.getProperty("bench.build", "target"));
        String wanted = System.getProperty("bench", "");
        List<Benchmark> chosen = ALL.stream()
                .filter(benchmark -> wanted.isEmpty()
                        || benchmark.name().equals(wanted)
                        || benchmark.rows().contains(wanted))
                .toList();
        boolean whole = run(chosen, build, out);
        if (chosen.isEmpty()) {
            out.printf(
                    "no benchmark '%s'; there are %s%n",
                    wanted, ALL.stream().map(Benchmark::name).toList());
        }
        // embedded PostgreSQL leaves threads behind
        System.exit(whole && !chosen.isEmpty() ? 0 : 1);
    }

    /** Whether all succeeded; a failed one does not discard the results of others. */
    private static boolean run(List<Benchmark> chosen, Path build, PrintStream out) {
        List<Row> rows = new ArrayList<>();
        boolean whole = true;
        for (Benchmark benchmark : chosen) {
            out.printf("%n== %s ==%n", benchmark.name());
            Instant begun = Instant.now();
            try {
                rows.addAll(benchmark.measure().apply(build, out));
            } catch (RuntimeException e) {
                whole = false;
                e.printStackTrace(out);
            }
            out.printf("(%d s)%n", Duration.between(begun, Instant.now()).toSeconds());
        }
        Results results = new Results(
                Machine.description(),
                System.getProperty("java.vm.version"),
                Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS).toString(),
                rows);
        results.write(build.resolve("bench/results.json"));
        results.print(out);
        return whole;
    }
}
