package com.rocketmat.bench;

import static org.awaitility.Awaitility.await;

import com.rocketmat.sandbox.ApplicationProcess;
import com.rocketmat.sandbox.PointsCustomer;
import com.rocketmat.sandbox.SandboxStack;
import com.rocketmat.sandbox.VaultProxy;
import com.rocketmat.sandbox.VaultStandIn;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/**
 * The cost of thousands of tenants: from the start of the process to the last one's row in the schedule, calls to Vault, and
 * heap. The baseline is the same process without tenants. They have no model and a yearly schedule, so that their work is not
 * measured.
 */
final class TenantsAtScale implements Benchmark {

    private static final int TENANTS = 5_000;
    private static final Duration REFRESH = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @Override
    public String name() {
        return "tenants";
    }

    @Override
    public Set<String> rows() {
        return Set.of(name(), "tenants.heap");
    }

    /** Seconds until all were in the schedule, and bytes of live heap per tenant. */
    private record Started(double scheduled, double heap) {}

    @Override
    public List<Row> run(Path build, PrintStream out) {
        try (SandboxStack stack = SandboxStack.start(
                        build,
                        VaultStandIn.start(),
                        List.of(PointsCustomer.named("absent").organisation()));
                VaultProxy proxy = VaultProxy.before(stack.vault().address())) {
            Map<String, String> environment = Map.of(
                    "QUARKUS_VAULT_URL", proxy.address().toString(), "ROCKETMAT_TENANTS_REFRESH", REFRESH.toString());
            long none;
            try (ApplicationProcess application = stack.startApplication(environment)) {
                none = Heap.liveBytes(application);
            }
            write(stack);
            out.printf("%d tenants; live heap without a tenant: %.1f MB%n", TENANTS, none / 1e6);
            out.printf(
                    "%-8s %12s %12s %12s %16s%n", "tenants", "ready s", "scheduled s", "Vault calls", "heap a tenant");
            Started fresh = start(stack, proxy, environment, "new", none, out);
            Started known = start(stack, proxy, environment, "known", none, out);
            return List.of(
                    Row.ofCost(
                            name(),
                            known.scheduled(),
                            "s from start to %d known tenants in the schedule (new ones)".formatted(TENANTS),
                            fresh.scheduled()),
                    Row.ofCost(
                            "tenants.heap",
                            known.heap() / 1024,
                            "KiB of live heap for each tenant that never ran (a process without)",
                            none / 1024.0));
        }
    }

    private static Started start(
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
                    .until(() -> Query.number(stack.database().dataSource(), "SELECT count(*) FROM scheduled_tasks")
                            == TENANTS);
            double scheduled = (System.nanoTime() - begun) / 1e9;
            List<String> calls = proxy.calls();
            await().atMost(PATIENCE)
                    .until(() -> Query.number(
                                    stack.database().dataSource(),
                                    "SELECT count(*) FROM scheduled_tasks WHERE execution_time <= now()")
                            == 0);
            double heap = (Heap.liveBytes(application) - none) / (double) TENANTS;
            out.printf(
                    "%-8s %12.1f %12.1f %12d %13.0f B%n",
                    kind, application.startup().toMillis() / 1e3, scheduled, calls.size(), heap);
            if (kind.equals("known")) {
                refreshes(stack, proxy, kind, out);
            }
            return new Started(scheduled, heap);
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
}
