package com.rocketmat.sandbox.stack;

import com.rocketmat.sandbox.process.ApplicationProcess;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Operators whose calls a load balancer sends to any replica that was ready at its last check. */
public final class RollingLoad implements AutoCloseable {

    /** Delay until a replica's readiness is noticed. */
    private static final int LOOK_MILLIS = 1_000;

    private static final int CALL_MILLIS = 50;

    private final SandboxStack stack;
    private final List<String> paths;
    private final List<ApplicationProcess> replicas = new CopyOnWriteArrayList<>();
    private final List<ApplicationProcess> ready = new CopyOnWriteArrayList<>();
    private final List<String> errors = new CopyOnWriteArrayList<>();
    private final AtomicInteger calls = new AtomicInteger();
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(3);

    public RollingLoad(SandboxStack stack, String tenant) {
        this.stack = stack;
        this.paths =
                List.of("/api/tenants", "/api/tenants/" + tenant, "/api/tenants/" + tenant + "/scores", "/api/status");
    }

    /** Starts a replica; it gets calls once it was seen ready. */
    public ApplicationProcess start() {
        ApplicationProcess replica = stack.startApplication(Map.of());
        replicas.add(replica);
        return replica;
    }

    public void begin() {
        look();
        var _ = threads.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
        var _ = threads.scheduleWithFixedDelay(this::call, 0, CALL_MILLIS, TimeUnit.MILLISECONDS);
        var _ = threads.scheduleWithFixedDelay(this::call, 0, CALL_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void look() {
        List<ApplicationProcess> seen =
                replicas.stream().filter(ApplicationProcess::isReady).toList();
        ready.addAll(seen.stream().filter(replica -> !ready.contains(replica)).toList());
        ready.retainAll(seen);
    }

    private void call() {
        int number = calls.incrementAndGet();
        List<ApplicationProcess> present = List.copyOf(ready);
        String path = paths.get(number % paths.size());
        if (present.isEmpty()) {
            errors.add("no replica is ready for " + path);
            return;
        }
        try {
            Response answer =
                    stack.operator(present.get(number % present.size())).get(path);
            if (answer.statusCode() != 200) {
                errors.add("%s: %d %s".formatted(path, answer.statusCode(), answer.asString()));
            }
        } catch (Exception e) {
            errors.add(path + ": " + e);
        }
    }

    public int calls() {
        return calls.get();
    }

    public List<String> errors() {
        return List.copyOf(errors);
    }

    @Override
    public void close() {
        threads.shutdownNow();
        replicas.forEach(ApplicationProcess::close);
    }
}
