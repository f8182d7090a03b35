package com.rocketmat.bench;

import static org.awaitility.Awaitility.await;

import com.rocketmat.sandbox.ApplicationProcess;
import com.rocketmat.sandbox.PointsCustomer;
import com.rocketmat.sandbox.SandboxStack;
import com.rocketmat.sandbox.VaultProxy;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/**
 * What thousands of tenants cost: from the start of the process to the last one's row in the schedule, calls to Vault, and heap. The
 * baseline is the same process without a tenant. They have no model and a yearly schedule, so that what is measured is not their work.
 */
final class TenantsAtScale implements Benchmark {

    private static final int TENANTS = 5_000;
    private static final Duration REFRESH = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @Override
    public String name() {
        return "tenants";
    }

    @Override
    public void run(Path build, PrintStream out) {
        try (SandboxStack stack = SandboxStack.start(
                        build, List.of(PointsCustomer.named("nobody").organisation()));
                VaultProxy proxy = VaultProxy.before(stack.vault().address())) {
            Map<String, String> environment = Map.of(
                    "QUARKUS_VAULT_URL", proxy.address().toString(), "ROCKETMAT_TENANTS_REFRESH", REFRESH.toString());
            long none;
            try (ApplicationProcess application = stack.startApplication(environment)) {
                none = liveBytes(application);
            }
            write(stack);
            out.printf("%d tenants; live heap without a tenant: %.1f MB%n", TENANTS, none / 1e6);
            out.printf(
                    "%-8s %12s %12s %12s %16s%n", "tenants", "ready s", "scheduled s", "Vault calls", "heap a tenant");
            for (String kind : List.of("new", "known")) {
                start(stack, proxy, environment, kind, none, out);
            }
        }
    }

    private static void start(
            SandboxStack stack,
            VaultProxy proxy,
            Map<String, String> environment,
            String kind,
            long none,
            PrintStream out) {
        proxy.forget();
        long begun = System.nanoTime();
        try (ApplicationProcess application = stack.startApplication(environment)) {
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> count(stack, "SELECT count(*) FROM scheduled_tasks") == TENANTS);
            double scheduled = (System.nanoTime() - begun) / 1e9;
            List<String> calls = proxy.calls();
            await().atMost(PATIENCE)
                    .until(() ->
                            count(stack, "SELECT count(*) FROM scheduled_tasks WHERE execution_time <= now()") == 0);
            double heap = (liveBytes(application) - none) / (double) TENANTS;
            out.printf(
                    "%-8s %12.1f %12.1f %12d %13.0f B%n",
                    kind, application.startup().toMillis() / 1e3, scheduled, calls.size(), heap);
            refreshes(stack, proxy, kind, out);
        }
    }

    /** The operators' secret is one of the calls. */
    private static void refreshes(SandboxStack stack, VaultProxy proxy, String kind, PrintStream out) {
        int periods = 3;
        proxy.forget();
        long begun = System.nanoTime();
        await().atMost(PATIENCE).until(() -> lists(proxy) == periods);
        double lasted = (System.nanoTime() - begun) / 1e9;
        out.printf("%-8s %d refreshes in %.1f s without news: %s%n", kind, periods, lasted, proxy.calls());
        stack.vault().put(path(7), secret(7, "6h"));
        proxy.forget();
        await().atMost(PATIENCE).until(() -> lists(proxy) == 2);
        out.printf("%-8s two refreshes, one secret changed: %s%n", kind, proxy.calls());
    }

    private static long lists(VaultProxy proxy) {
        return proxy.calls().stream().filter(call -> call.startsWith("LIST")).count();
    }

    private static void write(SandboxStack stack) {
        Semaphore width = new Semaphore(8);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < TENANTS; i++) {
                int number = i;
                threads.execute(() -> {
                    width.acquireUninterruptibly();
                    try {
                        stack.vault().put(path(number), secret(number, "0 3 1 1 *"));
                    } finally {
                        width.release();
                    }
                });
            }
        }
    }

    private static String path(int number) {
        return "rocketmat/tenants/tenant-%05d".formatted(number);
    }

    private static Map<String, String> secret(int number, String schedule) {
        return Map.of(
                "harvest_client_id", "client-%05d-of-usual-length-0123456789".formatted(number),
                "harvest_client_secret", "secret-%05d-of-usual-length-0123456789abcdef".formatted(number),
                "harvest_user_id", String.valueOf(4_410_000_000L + number),
                "schedule", schedule);
    }

    private static long count(SandboxStack stack, String query) {
        try (Connection connection = stack.database().dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The last line of the histogram of what survives a collection: {@code Total <objects> <bytes>}. */
    private static long liveBytes(ApplicationProcess application) {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        ProcessBuilder command =
                new ProcessBuilder(jcmd.toString(), String.valueOf(application.pid()), "GC.class_histogram");
        try {
            Process process = command.start();
            List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.startsWith("Total"))
                    .toList();
            return Long.parseLong(lines.getLast().split("\\s+", -1)[2]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
