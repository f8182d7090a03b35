package com.rocketmat.sandbox.stack;

import static org.awaitility.Awaitility.await;

import com.rocketmat.sandbox.greenhouse.fault.Call;
import com.rocketmat.sandbox.process.ApplicationProcess;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Two replicas at work, one of which is killed at a random moment in the middle of a slice, again and again; its successor starts
 * while the other continues.
 */
public final class Kills implements AutoCloseable {

    private static final Duration WORK_COMES_WITHIN = Duration.ofSeconds(60);
    /** Otherwise any work will do: all pages may already be read, or a window is read completely before more is written. */
    private static final Duration WANTED_COMES_WITHIN = Duration.ofSeconds(3);

    private static final int LONGEST_PAUSE = 700;

    private static final String PATCH = "/v3/applications/";
    private static final String PAGE = "/v3/candidates";

    private final SandboxStack stack;
    private final Random random;
    private final Map<String, String> environment;
    private final List<Replica> crew = new ArrayList<>();
    private final ScheduledExecutorService hurry = Executors.newSingleThreadScheduledExecutor();
    private Optional<CompletableFuture<Replica>> successor = Optional.empty();
    private int born;
    private int killed;
    private int midPatch;
    private int midPageKills;

    private record Replica(String name, ApplicationProcess process) {}

    private Kills(SandboxStack stack, long seed, Map<String, String> environment) {
        this.stack = stack;
        this.random = new Random(seed);
        this.environment = environment;
    }

    public static Kills start(SandboxStack stack, long seed, Map<String, String> environment) {
        Kills kills = new Kills(stack, seed, environment);
        CompletableFuture<Replica> first = kills.startOne();
        CompletableFuture<Replica> second = kills.startOne();
        kills.crew.add(first.join());
        kills.crew.add(second.join());
        var _ = kills.hurry.scheduleWithFixedDelay(kills::shortenRests, 200, 200, TimeUnit.MILLISECONDS);
        return kills;
    }

    private CompletableFuture<Replica> startOne() {
        String name = "replica" + born++;
        Map<String, String> own = new HashMap<>(environment);
        own.put("POD_NAME", name);
        return CompletableFuture.supplyAsync(
                () -> new Replica(name, stack.startApplication(own)),
                task -> Thread.ofVirtual().start(task));
    }

    /**
     * Returns with two replicas at work again.
     *
     * @param more whether to start the replica that replaces the next one
     */
    public void killOne(boolean more) throws Exception {
        CompletableFuture<Replica> next = successor.orElseGet(this::startOne);
        successor = Optional.of(next);
        Thread.sleep(random.nextInt(LONGEST_PAUSE));
        // the first kill must hit a page however long that takes; later there is more to write than to read
        boolean midPage = killed % 2 == 0;
        Victim victim = awaitVictim(midPage);
        victim.replica().process().kill();
        killed++;
        midPatch += victim.patches() > 0 ? 1 : 0;
        midPageKills += victim.reads() > 0 ? 1 : 0;
        stack.letHeartbeatsAge(victim.replica().name());
        crew.add(next.join());
        crew.remove(victim.replica());
        successor = more ? Optional.of(startOne()) : Optional.empty();
    }

    private Victim awaitVictim(boolean midPage) {
        Instant until = Instant.now().plus(killed == 0 ? WORK_COMES_WITHIN : WANTED_COMES_WITHIN);
        try {
            return await("work in progress")
                    .atMost(WORK_COMES_WITHIN)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(5))
                    .until(
                            () -> {
                                boolean any = Instant.now().isAfter(until);
                                return victim(midPage || any, !midPage || any);
                            },
                            Optional::isPresent)
                    .orElseThrow();
        } catch (ConditionTimeoutException e) {
            throw new AssertionError("no work before kill %d: %s".formatted(killed, stack.standing()), e);
        }
    }

    private record Victim(Replica replica, long patches, long reads) {}

    /** A replica in the middle of a page, parts of which may already be recorded, or of writing. */
    private Optional<Victim> victim(boolean reading, boolean writing) {
        List<Call> underWay = stack.greenhouse().calls().underWay();
        // each question to the database takes a connection
        if (underWay.stream()
                .noneMatch(call -> call.path().startsWith(PAGE) || call.path().startsWith(PATCH))) {
            return Optional.empty();
        }
        Map<String, String> picked = stack.pickedBy();
        List<Victim> busy = atWork().map(replica -> {
                    Set<String> tenants = picked.entrySet().stream()
                            .filter(slice -> slice.getValue().startsWith(replica.name() + "-"))
                            .map(Map.Entry::getKey)
                            .collect(Collectors.toSet());
                    return new Victim(replica, count(underWay, tenants, PATCH), count(underWay, tenants, PAGE));
                })
                .filter(victim -> (reading && victim.reads() > 0) || (writing && victim.patches() > 0))
                .toList();
        return busy.isEmpty() ? Optional.empty() : Optional.of(busy.get(random.nextInt(busy.size())));
    }

    /** Includes the successor, once it runs: it may have taken all tenants. */
    private Stream<Replica> atWork() {
        return Stream.concat(
                crew.stream(), successor.filter(CompletableFuture::isDone).map(CompletableFuture::join).stream());
    }

    private static long count(List<Call> calls, Set<String> organisations, String path) {
        return calls.stream()
                .filter(call -> call.path().startsWith(path) && organisations.contains(call.organisation()))
                .count();
    }

    public int midPatch() {
        return midPatch;
    }

    public int midPage() {
        return midPageKills;
    }

    public String summary() {
        return "%d kills, all in a slice: %d with a PATCH in flight, %d in the middle of a page"
                .formatted(killed, midPatch, midPageKills);
    }

    public Operator operator() {
        return stack.operator(crew.getFirst().process());
    }

    /** A write is recorded a moment after Greenhouse has it. */
    public void awaitNoneWaiting(String tenant, int scores) {
        String states =
                "select state || ' ' || count(*) from score where tenant_id = '%s' group by state".formatted(tenant);
        await("every score of %s is known to be written".formatted(tenant))
                .atMost(Duration.ofSeconds(30))
                .until(() -> stack.database().column(states).equals(List.of("WRITTEN " + scores)));
    }

    /** As if the time had passed for which a tenant waits, after a failure or by its schedule. */
    private void shortenRests() {
        try {
            stack.database()
                    .execute(
                            "update scheduled_tasks set execution_time = now() where not picked and execution_time > now() + interval '3 s'");
        } catch (IllegalStateException _) {
            // a deadlock, or the stack is being closed; the executor would drop the task after its first exception
        }
    }

    @Override
    public void close() {
        hurry.shutdownNow();
        crew.forEach(replica -> replica.process().close());
        successor.ifPresent(
                next -> next.thenAccept(replica -> replica.process().close()).join());
    }
}
