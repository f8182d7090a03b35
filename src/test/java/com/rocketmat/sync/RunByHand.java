package com.rocketmat.sync;

import static com.rocketmat.sync.OwnSlice.bean;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.rocketmat.decision.LoggedStates;
import com.rocketmat.harvest.OwnSessions;
import com.rocketmat.harvest.session.HarvestSessions;
import com.rocketmat.model.Graph;
import com.rocketmat.model.TriedHere;
import com.rocketmat.sandbox.customer.PointsCustomer;
import com.rocketmat.sandbox.greenhouse.GreenhouseSimulator;
import com.rocketmat.sandbox.greenhouse.fault.Call;
import com.rocketmat.sandbox.greenhouse.fault.Faults;
import com.rocketmat.sandbox.greenhouse.fault.Match;
import com.rocketmat.sandbox.stack.Operator;
import com.rocketmat.sandbox.stack.Surroundings;
import com.rocketmat.score.Scores;
import com.rocketmat.sync.run.RunRequests;
import com.rocketmat.sync.run.WantedApplications;
import com.rocketmat.sync.run.WantedApplications.Wanted;
import com.rocketmat.tenant.FixedClock;
import com.rocketmat.tenant.KnownTenant;
import com.rocketmat.tenant.OneTenant;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.scope.TenantUnit;
import com.rocketmat.tenant.state.TenantChange;
import com.rocketmat.tenant.state.TenantStatus;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.restassured.response.ValidatableResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.hibernate.Session;

/** A tenant whose slices a test runs itself, with models, database and Greenhouse; the scheduler does not run it. */
public final class RunByHand implements AutoCloseable {

    private static final int MOST_SLICES = 100;
    private static final int MOST_SCORES = 10_000;

    public final TenantId tenant = new TenantId("by-hand-" + UUID.randomUUID());
    public final PointsCustomer customer = PointsCustomer.named(tenant.value());
    public final FixedClock clock = new FixedClock();
    public final GreenhouseSimulator greenhouse;
    final Operator operator = Surroundings.api();
    public final OneTenant registered;

    private final HarvestSessions sessions;

    /** A score as the API shows it. */
    record Row(long applicationId, String state, Double value, String modelVersion, String reason) {}

    public RunByHand(Map<String, String> settings) {
        this(settings, Duration.ZERO);
    }

    /** @param ahead how far Greenhouse's clock is ahead of ours */
    RunByHand(Map<String, String> settings, Duration ahead) {
        greenhouse = GreenhouseSimulator.start(List.of(customer.organisation()), Clock.offset(clock, ahead));
        sessions = OwnSessions.of(greenhouse.tokenUrl(), clock);
        OwnSlice.claim(tenant);
        KnownTenant.add(tenant);
        registered = new OneTenant(tenant, secret(settings));
    }

    /** Changes the secret. */
    public void change(Map<String, String> settings) {
        registered.replace(secret(settings));
    }

    /** Also tells the replica's session, as a refresh does. */
    void changeAndTell(Map<String, String> settings) {
        change(settings);
        OwnSessions.tell(sessions, new TenantChange.Changed(tenant), registered.registry());
    }

    /** Another replica reads a newer version of the secret. */
    public OneTenant changeElsewhere(Map<String, String> settings) {
        return registered.newerElsewhere(secret(settings));
    }

    /** The replica of {@link #changeElsewhere}, with sessions of its own. */
    Slice replicaOf(OneTenant changed) {
        return OwnSlice.of(changed, OwnSessions.of(greenhouse.tokenUrl(), clock), clock);
    }

    private Map<String, String> secret(Map<String, String> settings) {
        Map<String, String> secret = new TreeMap<>(OwnSlice.secret(greenhouse, customer.organisation()));
        secret.put("schedule", "1h");
        if (settings.containsKey("harvest_api_key")) {
            secret.keySet().removeAll(Set.of("harvest_client_id", "harvest_client_secret"));
        }
        secret.putAll(settings);
        return secret;
    }

    /** A version that adds a constant to an application's points. */
    public String upload(float adds) {
        return upload(Graph.plus(adds), PointsCustomer.MANIFEST);
    }

    String upload(Graph graph, String manifest) {
        return TriedHere.upload(tenant, graph.toBytes(), manifest);
    }

    public void activate(String version) {
        operator.activate(tenant.value(), version);
    }

    void shadow(String version) {
        operator.post(models() + "/" + version + "/shadow").then().statusCode(200);
    }

    ValidatableResponse retire(String version) {
        return operator.post(models() + "/" + version + "/retire").then();
    }

    String models() {
        return "/api/tenants/" + tenant + "/models";
    }

    /** On a new replica. */
    SliceOutcome slice(BooleanSupplier draining) {
        return replica(new SimpleMeterRegistry()).run(tenant, draining);
    }

    /** Keeps the fields and jobs that its last slice read. */
    public Slice replica(MeterRegistry metrics) {
        return OwnSlice.of(registered, sessions, clock, metrics);
    }

    SliceOutcome slice() {
        return slice(() -> false);
    }

    /** On a new replica with sessions of its own, whose clock is ahead of ours. */
    SliceOutcome sliceElsewhere(Duration ahead) {
        Clock there = Clock.offset(clock, ahead);
        return OwnSlice.of(registered, OwnSessions.of(greenhouse.tokenUrl(), there), there)
                .run(tenant, () -> false);
    }

    /** Runs slices, one rate window after another, until nothing is left to do before the next window is due. */
    void untilDone() {
        untilDoneBy(this::slice);
    }

    void untilDoneBy(Supplier<SliceOutcome> slice) {
        for (int slices = 0; slices < MOST_SLICES; slices++) {
            switch (slice.get()) {
                case SliceOutcome.Due(Instant latest)
                when isFarOff(latest) -> {
                    return;
                }
                case SliceOutcome.Wait(Instant until)
                when isFarOff(until) -> {
                    return;
                }
                case SliceOutcome.Wait _ -> clock.pass(Duration.ofSeconds(31));
                case SliceOutcome.More _, SliceOutcome.Due _ -> {}
                case SliceOutcome other -> throw new AssertionError(other);
            }
        }
        throw new AssertionError("not done after %d slices".formatted(MOST_SLICES));
    }

    private static boolean isFarOff(Instant moment) {
        return moment.isAfter(Instant.now().plus(Duration.ofMinutes(30)));
    }

    /** Requests a run and completes it. */
    void run() {
        request();
        untilDone();
    }

    /** Scores these applications, as after a webhook for each. */
    void run(Long... applications) {
        want(applications);
        untilDone();
    }

    void request() {
        bean(RunRequests.class).request(tenant, "operator");
    }

    /** As a webhook does. */
    public void want(Long... applications) {
        bean(WantedApplications.class).want(tenant, List.of(applications), Map.of());
    }

    List<Long> wanted() {
        return bean(WantedApplications.class).next(tenant, MOST_SLICES).stream()
                .map(Wanted::applicationId)
                .toList();
    }

    List<Row> scores() {
        return bean(Scores.class).newest(tenant, null, null, MOST_SCORES).stream()
                .map(score -> new Row(
                        score.applicationId(),
                        score.state().name(),
                        score.value() == null ? null : score.value().doubleValue(),
                        score.modelVersion(),
                        score.reason()))
                .toList();
    }

    /** The only score of an application. */
    Row row(long application) {
        return row(scores(), application);
    }

    Row row(long application, String version) {
        return row(scores(version), application);
    }

    private static Row row(List<Row> rows, long application) {
        return rows.stream()
                .filter(row -> row.applicationId() == application)
                .reduce((one, other) -> {
                    throw new AssertionError(one + " and " + other);
                })
                .orElseThrow();
    }

    List<Row> scores(String version) {
        return scores().stream()
                .filter(row -> row.modelVersion().equals(version))
                .toList();
    }

    public TenantStatus status() {
        return registered.states().standing(tenant);
    }

    long candidate(long application) {
        return related(application, "candidate_id");
    }

    long job(long application) {
        return related(application, "job_id");
    }

    private long related(long application, String key) {
        return customer.organisation().application(application).path(key).longValue();
    }

    /** Faults of Greenhouse's answers. */
    Faults.Rule on(Match calls) {
        return greenhouse.faults().on(calls);
    }

    void before(Match call, Runnable happening) {
        greenhouse.faults().before(call, happening);
    }

    /** What the runs were triggered by, latest first. */
    List<String> triggers() {
        return operator.get("/api/tenants/" + tenant + "/runs").path("items.trigger");
    }

    List<Call> patches() {
        return greenhouse.calls().where(call -> call.method().equals("PATCH"));
    }

    /** A person enters a value in the score field. */
    void enter(long application, double value) {
        customer.organisation().setCustomField(application, PointsCustomer.SCORE_FIELD, DoubleNode.valueOf(value));
    }

    void empty(long application) {
        customer.organisation().setCustomField(application, PointsCustomer.SCORE_FIELD, NullNode.instance);
    }

    /** The score field's value. */
    double carried(long application) {
        return ((Number) customer.score(application)).doubleValue();
    }

    @Override
    public void close() {
        greenhouse.close();
        bean(TenantUnit.class)
                .run(
                        tenant,
                        () -> assertThat(bean(Session.class)
                                        .<List<String>>doReturningWork(
                                                connection -> LoggedStates.unlogged(connection, tenant.value())))
                                .as("changes of scores without a row in the decision log")
                                .isEmpty());
        assertThat(LoggedStates.verified(tenant).ok()).isTrue();
        assertThat(greenhouse.faults().unused()).isEmpty();
    }
}
