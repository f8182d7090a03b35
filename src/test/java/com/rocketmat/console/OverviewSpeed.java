package com.rocketmat.console;

import com.rocketmat.bench.Benchmark;
import com.rocketmat.bench.Row;
import com.rocketmat.sandbox.ApplicationProcess;
import com.rocketmat.sandbox.SandboxStack;
import com.rocketmat.sandbox.VaultStandIn;
import com.rocketmat.sandbox.greenhouse.Organisation;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.DoubleStream;

/**
 * The console's first page with ten thousand tenants. The baseline is the same page without tenants. Medians.
 */
public final class OverviewSpeed implements Benchmark {

    private static final int WARM_UP = 50;
    private static final int TURNS = 51;
    private static final String OVERVIEW = "/console";

    @Override
    public String name() {
        return "console";
    }

    @Override
    public Set<String> rows() {
        return Set.of("console.overview");
    }

    @Override
    public List<Row> run(Path build, PrintStream out) {
        try (SandboxStack stack = SandboxStack.start(
                        build, VaultStandIn.start(), List.of(Organisation.empty("empty", Instant.now())));
                ApplicationProcess application = stack.startApplication(Map.of())) {
            Browser browser = Browser.signedIn(application.url(), stack.operatorToken());
            double empty = milliseconds(browser);
            try (Crowd _ = Crowd.in(stack.database())) {
                double overview = milliseconds(browser);
                out.printf("%.1f ms, %.1f ms without tenants%n", overview, empty);
                String unit = "ms for the first page with %,d tenants (without)".formatted(Crowd.TENANTS);
                return List.of(Row.ofCost("console.overview", overview, unit, empty));
            }
        }
    }

    private static double milliseconds(Browser browser) {
        double[] took = DoubleStream.generate(() -> once(browser))
                .limit(WARM_UP + TURNS)
                .skip(WARM_UP)
                .sorted()
                .toArray();
        return took[TURNS / 2];
    }

    private static double once(Browser browser) {
        long begun = System.nanoTime();
        browser.page(OVERVIEW);
        return (System.nanoTime() - begun) / 1e6;
    }
}
