package com.rocketmat.bench;

import com.rocketmat.model.ModelDensity;
import com.rocketmat.model.ScoringSpeed;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** {@code ./mvnw -Pbench}: all benchmarks, or the one that {@code -Dbench=} names. */
public final class Bench {

    private static final List<Benchmark> ALL = List.of(
            new CallsPerApplication(), new BudgetUse(), new TenantsAtScale(), new ScoringSpeed(), new ModelDensity());

    private Bench() {}

    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        Path build = Path.of(System.getProperty("bench.build", "target"));
        String wanted = System.getProperty("bench", "");
        List<Benchmark> chosen = ALL.stream()
                .filter(benchmark -> wanted.isEmpty() || benchmark.name().equals(wanted))
                .toList();
        chosen.forEach(benchmark -> {
            out.printf("%n== %s ==%n", benchmark.name());
            benchmark.run(build, out);
        });
        if (chosen.isEmpty()) {
            out.printf(
                    "no benchmark '%s'; there are %s%n",
                    wanted, ALL.stream().map(Benchmark::name).toList());
        }
        // embedded PostgreSQL leaves threads behind
        System.exit(chosen.isEmpty() ? 1 : 0);
    }
}
