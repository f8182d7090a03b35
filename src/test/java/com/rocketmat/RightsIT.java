package com.rocketmat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.rocketmat.model.Graph;
import com.rocketmat.sandbox.customer.PointsCustomer;
import com.rocketmat.sandbox.greenhouse.fault.Call;
import com.rocketmat.sandbox.greenhouse.fault.Calls;
import com.rocketmat.sandbox.greenhouse.organisation.Organisation;
import com.rocketmat.sandbox.greenhouse.webhook.Delivery;
import com.rocketmat.sandbox.greenhouse.webhook.Webhook;
import com.rocketmat.sandbox.process.ApplicationProcess;
import com.rocketmat.sandbox.secrecy.Shown;
import com.rocketmat.sandbox.stack.Operator;
import com.rocketmat.sandbox.stack.SandboxStack;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;

/**
 * A random sequence of applications, deletions, merges, anonymisations, objections and erasures, in Greenhouse and by API. Webhooks are lost,
 * repeated and reordered, and the service is killed now and then.
 */
class RightsIT {

    private static final int STEPS = Integer.getInteger("rocketmat.rights.steps", 120);
    /** Random in the nightly build. */
    private static final long SEED =
            Long.getLong("rocketmat.rights.seed", STEPS > 120 ? new Random().nextLong() : 20_261_128L);

    private static final int STEPS_BETWEEN_KILLS = 80;

    private static final String SECRET = "webhook-secret";
    private static final String OPT_OUT = "no_scores";
    private static final Set<String> NAME_AND_FIELDS = Set.of("full_name", "custom_application_fields");
    private static final String CANDIDATES = "/api/tenants/rights/candidates/";

    private final Random random = new Random(SEED);
    private final PointsCustomer customer = PointsCustomer.named("rights");
    private final Organisation greenhouse = customer.organisation();
    private final List<Long> jobs =
            List.of(greenhouse.addJob("Ferrywoman"), greenhouse.addJob("Pilot"), greenhouse.addJob("Diver"));

    /** Points of every application there ever was. */
    private final Map<Long, BigDecimal> applications = new TreeMap<>();

    private final Set<Long> candidates = new HashSet<>();
    private final Set<Long> objecting = new HashSet<>();
    private final Set<Long> erased = new HashSet<>();

    /** Winners of a merge with a loser who objected or was erased: whether the service learns of that depends on webhooks. */
    private final Set<Long> undecided = new HashSet<>();

    /** Printed on failure. */
    private final List<String> history = new ArrayList<>();

    /** Created by a merge, with a value that was written under another id: the service cannot know that it is its own. */
    private final Set<Long> copied = new HashSet<>();

    /** By Greenhouse's clock; anonymised candidates too. */
    private final Map<Long, Instant> erasedAt = new HashMap<>();

    /** Written after the erasure, by a replica that was killed before it could check. */
    private final Set<Long> unchecked = new HashSet<>();

    private final Set<Delivery> delivered = new HashSet<>();
    private final Set<Delivery> lost = new HashSet<>();

    private SandboxStack stack;
    private ApplicationProcess service;

    @Test
    void erasedCandidatesLeaveNothingObjectingOnesGetNoScoreAndAllOthersAreScored() {
        System.out.printf("rocketmat.rights.seed=%d%n", SEED);
        try (SandboxStack started = SandboxStack.start(Path.of("target"), List.of(greenhouse))) {
            stack = started;
            service = start(Map.of());
            begin();
            for (int step = 1; step <= STEPS; step++) {
                step();
                if (step % STEPS_BETWEEN_KILLS == 0) {
                    service.kill();
                    log("killed");
                    noteWritesAfterErasures();
                    stack.letHeartbeatsAge("rights");
                    service = start(Map.of(
                            "QUARKUS_HTTP_PORT",
                            String.valueOf(service.url().getPort()),
                            "QUARKUS_MANAGEMENT_PORT",
                            String.valueOf(service.managementUrl().getPort())));
                }
            }
            for (int newcomer = 0; newcomer < 10; newcomer++) {
                long candidate = greenhouse.addCandidate("Ida", "Bell");
                candidates.add(candidate);
                apply(candidate);
            }
            deliverTheRestInRandomOrder();
            settle();
            assertThat(erasedIds()).as("enough to look for").hasSizeGreaterThan(10);
            assertThat(scored()).as("enough to be scored").hasSizeGreaterThanOrEqualTo(10);
            stack.database()
                    .execute("update run set error = 'application %d'"
                            .formatted(erasedIds().iterator().next()));
            assertThat(wrong()).as("a planted leak").hasSize(1);
        } finally {
            service.close();
        }
    }

    /** If a score is still stored, the next replica checks it, unless it first reads an event that erases it. */
    private void noteWritesAfterErasures() {
        List<Call> writes = writes().filter(write -> !write.body().contains("\"rocketmat\",\"value\":null"))
                .toList();
        for (ObjectNode row : rows().toList()) {
            Instant erased = erasedAt.getOrDefault(candidateOf(row), Instant.MAX);
            if (writes.stream()
                            .anyMatch(write -> write.path().endsWith("/" + id(row))
                                    && write.at().isAfter(erased))
                    && stack.database()
                                    .count(
                                            "SELECT count(*) FROM score WHERE application_id = %d AND NOT EXISTS (SELECT FROM webhook_event WHERE candidate_id = %d AND done_at IS NULL)"
                                                    .formatted(id(row), candidateOf(row)))
                            == 0) {
                log("unchecked: " + id(row));
                unchecked.add(id(row));
            }
        }
    }

    private Stream<Call> writes() {
        Calls calls = stack.greenhouse().calls();
        return Stream.concat(calls.all().stream(), calls.underWay().stream())
                .filter(call -> call.method().equals("PATCH"));
    }

    private void settle() {
        try {
            await("seed " + SEED)
                    .atMost(Duration.ofMinutes(3))
                    .pollInterval(Duration.ofSeconds(2))
                    .untilAsserted(() -> {
                        timePasses();
                        assertThat(wrong()).isEmpty();
                    });
        } catch (ConditionTimeoutException e) {
            writes().forEach(write -> history.add(write.toString()));
            throw new AssertionError(String.join("\n", history), e);
        }
    }

    private void log(String event) {
        history.add(Instant.now() + " " + event);
    }

    private ApplicationProcess start(Map<String, String> ports) {
        Map<String, String> environment = new TreeMap<>(ports);
        environment.put("POD_NAME", "rights");
        environment.put("ROCKETMAT_PRIVACY_RECONCILE", "1m");
        return stack.startApplication(environment);
    }

    private void begin() {
        greenhouse.addCandidateField(4_410_777_001L, OPT_OUT, "yes_no");
        customer.join(stack, operator(), Map.of("schedule", "24h", "webhook_secret", SECRET, "opt_out_field", OPT_OUT));
        for (String event : Webhook.EVENTS) {
            greenhouse.addWebhook(
                    Webhook.on(event, service.url().resolve("/webhooks/greenhouse/" + customer.name()), SECRET));
        }
        stack.greenhouse().switches().webhooks.automatic = false;
        for (int person = 0; person < 10; person++) {
            candidates.add(greenhouse.addCandidate("Ida", "Bell"));
        }
    }

    private Operator operator() {
        return stack.operator(service);
    }

    private void step() {
        long candidate = candidate();
        switch (random.nextInt(28)) {
            case 0, 1, 2, 3, 4, 5, 6, 7 -> apply(candidate);
            case 8, 9, 10 -> candidates.add(greenhouse.addCandidate("Ida", "Bell"));
            case 11 -> setOptOut(candidate, random.nextBoolean());
            case 12 -> object(candidate);
            case 13 -> withdraw(candidate);
            case 14 -> erase(candidate);
            case 15 -> {
                log("anonymise " + candidate);
                erasedAt.put(candidate, greenhouse.now());
                greenhouse.anonymise(candidate, NAME_AND_FIELDS);
            }
            case 16 -> {
                log("delete " + candidate);
                greenhouse.deleteCandidate(candidate);
            }
            case 17 -> merge(candidate, candidate());
            case 18 -> existingApplications().findAny().ifPresent(greenhouse::deleteApplication);
            case 19 -> timePasses();
            case 20 -> repeat();
            default -> deliver();
        }
    }

    /** A random one who is still named in Greenhouse. */
    private long candidate() {
        List<Long> named = greenhouse.rows("candidates").stream()
                .filter(row -> candidates.contains(row.path("id").longValue()) && !anonymous(row))
                .map(row -> row.path("id").longValue())
                .toList();
        if (named.isEmpty()) {
            candidates.add(greenhouse.addCandidate("Ida", "Bell"));
            return candidate();
        }
        return named.get(random.nextInt(named.size()));
    }

    private static boolean anonymous(ObjectNode row) {
        return row.path("first_name").asText().equals("Anonymized");
    }

    private void apply(long candidate) {
        BigDecimal points = BigDecimal.valueOf(applications.size() + 1L);
        Map<String, JsonNode> fields = Map.of("points", JsonNodeFactory.instance.numberNode(points));
        long application = greenhouse.addApplication(candidate, jobs.get(random.nextInt(jobs.size())), fields);
        log("application " + application + " of " + candidate);
        applications.put(application, points);
    }

    private void setOptOut(long candidate, boolean yes) {
        log("field of " + candidate + " " + yes);
        greenhouse.setCandidateField(candidate, OPT_OUT, yes);
    }

    private void object(long candidate) {
        assertThat(operator().put(CANDIDATES + candidate + "/objection").statusCode())
                .isEqualTo(204);
        log("objection of " + candidate);
        objecting.add(candidate);
    }

    /** Also revokes an erasure by API; refused while the service knows that Greenhouse has the objection. */
    private void withdraw(long candidate) {
        int status = operator().delete(CANDIDATES + candidate + "/objection").statusCode();
        assertThat(status).isIn(204, 409);
        log("withdrawal of " + candidate + " " + status);
        if (status == 204) {
            objecting.remove(candidate);
            erased.remove(candidate);
        }
    }

    private void erase(long candidate) {
        erasedAt.put(candidate, greenhouse.now());
        assertThat(operator().delete(CANDIDATES + candidate + "?clear=true").statusCode())
                .isEqualTo(204);
        log("erasure of " + candidate);
        erased.add(candidate);
        objecting.remove(candidate);
    }

    private void merge(long loser, long winner) {
        if (loser == winner) {
            return;
        }
        if (objecting.contains(loser) || erased.contains(loser) || undecided.contains(loser)) {
            undecided.add(winner);
        }
        stack.greenhouse().switches().life.mergeKeepsApplicationIds = random.nextBoolean();
        log("merge of " + loser + " into " + winner);
        greenhouse.mergeCandidates(winner, loser);
        rows().filter(row -> applications.putIfAbsent(id(row), points(row)) == null)
                .forEach(row -> copied.add(id(row)));
    }

    private static BigDecimal points(ObjectNode row) {
        return row.path("custom_fields").path("points").path("value").decimalValue();
    }

    private static long id(ObjectNode row) {
        return row.path("id").longValue();
    }

    private Stream<ObjectNode> rows() {
        return greenhouse.rows("applications").stream();
    }

    /** In random order. */
    private Stream<Long> existingApplications() {
        List<Long> ids = new ArrayList<>(rows().map(RightsIT::id).toList());
        Collections.shuffle(ids, random);
        return ids.stream();
    }

    private void deliver() {
        List<Delivery> waiting = waiting();
        if (!waiting.isEmpty()) {
            Delivery next = waiting.get(random.nextInt(waiting.size()));
            if (random.nextInt(4) == 0) {
                lost.add(next);
            } else {
                send(next);
            }
        }
    }

    private List<Delivery> waiting() {
        return stack.greenhouse().webhooks().waiting().stream()
                .filter(delivery -> lost.stream().noneMatch(other -> other.id().equals(delivery.id())))
                .toList();
    }

    private void send(Delivery delivery) {
        stack.greenhouse().switches().webhooks.repeatEventId = random.nextBoolean();
        log("event " + delivery.action() + " "
                + Pattern.compile("\\d{10}")
                        .matcher(delivery.body())
                        .results()
                        .map(MatchResult::group)
                        .collect(Collectors.toSet()));
        delivered.add(stack.greenhouse().webhooks().send(delivery));
    }

    private void repeat() {
        delivered.stream()
                .skip(random.nextInt(delivered.size() + 1))
                .findFirst()
                .ifPresent(delivery -> stack.greenhouse().webhooks().replay(delivery));
    }

    private void deliverTheRestInRandomOrder() {
        List<Delivery> rest = new ArrayList<>(waiting());
        Collections.shuffle(rest, random);
        rest.forEach(delivery -> {
            if (random.nextBoolean()) {
                send(delivery);
            }
        });
    }

    /** Makes everything due that is scheduled for later. */
    private void timePasses() {
        stack.database()
                .execute(
                        "update sync_position set swept_at = now() - interval '2 days'",
                        "update webhook_event set due_at = now() where done_at is null",
                        // slices and webhooks lock these rows in an order of their own
                        "update wanted_application set wanted_at = now() where (tenant_id, application_id) in (select tenant_id,"
                                + " application_id from wanted_application where wanted_at > now() for update skip locked)",
                        "update reconciliation set next_at = now() - interval '1 h'",
                        "update scheduled_tasks set execution_time = now() where not picked and execution_time > now()");
        if (operator().tenant(customer.name()).path("state").equals("BLOCKED")) {
            // its model is quarantined, because two replicas in a row died while it scored
            operator().giveModel(customer.name(), Graph.identity().toBytes(), PointsCustomer.MANIFEST);
        }
        operator().post("/api/tenants/%s/runs".formatted(customer.name()));
    }

    private List<String> wrong() {
        String dump = Shown.database(stack.database().dataSource());
        List<String> wrong = new ArrayList<>();
        erasedIds().stream()
                .filter(id -> Pattern.compile("(?<!\\d)%d(?!\\d)".formatted(id))
                        .matcher(dump)
                        .find())
                .forEach(id -> wrong.add("stored: " + id + " in "
                        + dump.lines()
                                .filter(line -> line.contains(id.toString()))
                                .toList()));
        scored().forEach((id, points) -> {
            Object score = customer.score(id);
            if (score == null || new BigDecimal(score.toString()).compareTo(points) != 0) {
                wrong.add("not scored: " + id + ", " + score + " instead of " + points);
            }
        });
        rows().filter(row -> mustNotBeScored(row) && !undecided.contains(candidateOf(row)))
                .filter(row -> !copied.contains(id(row)) && !unchecked.contains(id(row)))
                .filter(row -> customer.score(id(row)) != null)
                .forEach(row -> wrong.add("scored: " + id(row) + " of " + candidateOf(row)));
        return wrong;
    }

    private static long candidateOf(ObjectNode row) {
        return row.path("candidate_id").longValue();
    }

    /** Whether the field must be empty. */
    private boolean mustNotBeScored(ObjectNode application) {
        return candidates()
                .filter(row -> id(row) == candidateOf(application))
                .anyMatch(row -> anonymous(row)
                        || objecting.contains(id(row))
                        || erased.contains(id(row))
                        || row.path("custom_fields").path(OPT_OUT).path("value").asBoolean());
    }

    private Stream<ObjectNode> candidates() {
        return greenhouse.rows("candidates").stream();
    }

    private Map<Long, BigDecimal> scored() {
        return rows().filter(row -> applications.containsKey(id(row)))
                .filter(row -> !mustNotBeScored(row) && !undecided.contains(candidateOf(row)))
                .collect(Collectors.toMap(RightsIT::id, row -> applications.get(id(row))));
    }

    /** Ids of candidates who are gone or erased, and of their applications. */
    private Set<Long> erasedIds() {
        Set<Long> named = candidates()
                .filter(row -> !anonymous(row))
                .map(RightsIT::id)
                // an erased one who won a merge may object again
                .filter(id -> !erased.contains(id) || undecided.contains(id))
                .collect(Collectors.toSet());
        Set<Long> kept = rows().filter(row -> named.contains(candidateOf(row)))
                .map(RightsIT::id)
                .collect(Collectors.toSet());
        Set<Long> gone = new HashSet<>(candidates);
        gone.addAll(applications.keySet());
        gone.removeAll(named);
        gone.removeAll(kept);
        return gone;
    }
}
