package com.rocketmat.sync;

import static com.rocketmat.sync.OwnSlice.bean;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.rocketmat.doctor.Doctor;
import com.rocketmat.doctor.DoctorReport;
import com.rocketmat.doctor.Finding;
import com.rocketmat.feature.FeatureCatalogue;
import com.rocketmat.harvest.OwnSessions;
import com.rocketmat.model.Models;
import com.rocketmat.sandbox.StandIn;
import com.rocketmat.sandbox.customer.PointsCustomer;
import com.rocketmat.sandbox.greenhouse.GreenhouseSimulator;
import com.rocketmat.sandbox.greenhouse.fault.Call;
import com.rocketmat.sandbox.greenhouse.organisation.Organisation;
import com.rocketmat.score.Scores;
import com.rocketmat.score.write.WithheldCandidates;
import com.rocketmat.score.write.WriteModeProbe;
import com.rocketmat.score.write.WriteProofs;
import com.rocketmat.tenant.FixedClock;
import com.rocketmat.tenant.OneTenant;
import com.rocketmat.tenant.TenantDue;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.state.TenantState;
import com.rocketmat.webhook.WebhookFigures;
import jakarta.enterprise.event.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A doctor, a tenant that only the test runs, and a Greenhouse of its own. */
public final class Practice implements AutoCloseable {

    /** The scopes that the guide asks for. */
    public static final Set<String> BASE = Set.of(
            "harvest:applications:list",
            "harvest:applications:update",
            "harvest:candidates:list",
            "harvest:jobs:list",
            "harvest:custom_fields:list");

    public static final Set<String> WITH_HISTORY = Stream.concat(
                    BASE.stream(),
                    Stream.of(
                            "harvest:candidate_employments:list",
                            "harvest:candidate_educations:list",
                            "harvest:custom_field_options:list"))
            .collect(Collectors.toUnmodifiableSet());

    /** Private data of candidates, recruiters and the tenant. */
    private static final List<String> SECRETS =
            List.of("Philippa", "Quartermain", "Bearer", "eyJ", "-secret", "-client-7001", "v1-key", "two months");

    public final TenantId tenant = new TenantId("patient-" + UUID.randomUUID());
    public final PointsCustomer customer = PointsCustomer.named(tenant.value());
    /** The doctor moves it instead of sleeping. */
    public final FixedClock clock = new FixedClock();

    public final GreenhouseSimulator greenhouse = GreenhouseSimulator.start(List.of(customer.organisation()), clock);
    /** Happens while the doctor waits. */
    public Runnable meanwhile = () -> {};
    /** Happens when the tenant is made due. */
    public Runnable whenDue = () -> {};

    public final Fired due = new Fired(new ArrayList<>());
    public final Map<String, String> secret = new TreeMap<>();
    private OneTenant registered;

    public Practice() {
        clock.runs();
        organisation().scopes(BASE);
        secret.putAll(OwnSlice.secret(greenhouse, organisation()));
    }

    public Organisation organisation() {
        return customer.organisation();
    }

    public void v1() {
        secret.keySet().removeAll(Set.of("harvest_client_id", "harvest_client_secret"));
        secret.put("harvest_api_key", organisation().apiKey());
        organisation().v1RateLimit(10_000);
    }

    /** The application knows the tenant and its model, but never runs it. */
    public Practice model(byte[] graph, String manifest) {
        OwnSlice.known(tenant, graph, manifest);
        return this;
    }

    public DoctorReport examine() {
        return examine(Optional.empty());
    }

    public DoctorReport examine(long application) {
        return examine(Optional.of(application));
    }

    private DoctorReport examine(Optional<Long> application) {
        if (registered == null) {
            registered = new OneTenant(tenant, secret);
        }
        DoctorReport report = doctor().examine(tenant, application);
        assertThat(json(report)).doesNotContain(SECRETS);
        return report;
    }

    public void block() {
        registered = new OneTenant(tenant, secret);
        registered.states().block(tenant, "a reason", "a remedy");
    }

    /** A newer secret is refused. */
    public void keepSettings(String reason, String remedy) {
        registered = new OneTenant(tenant, secret);
        registered.states().secretUnused(tenant, reason, remedy);
    }

    /** Only another replica has read the newest secret, with which Greenhouse refuses the tenant. */
    public void blockElsewhere() {
        if (registered == null) {
            registered = new OneTenant(tenant, secret);
        }
        registered.newerElsewhere(secret).states().block(tenant, "a reason", "a remedy");
    }

    /** Of the same access. */
    public void replaceSecret() {
        secret.put("schedule", "2h");
        registered.replace(secret);
    }

    public void pause() {
        registered.states().pause(tenant);
    }

    public void resume() {
        registered.states().resume(tenant);
    }

    public TenantState state() {
        return registered.states().standing(tenant).state();
    }

    public List<Call> patches() {
        return greenhouse.calls().where(call -> call.method().equals("PATCH"));
    }

    public static Finding finding(DoctorReport report, String check) {
        return report.findings().stream()
                .filter(finding -> finding.check().equals(check))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no finding '%s' in %s".formatted(check, report)));
    }

    public static List<String> failed(DoctorReport report) {
        return report.findings().stream()
                .filter(Finding::failed)
                .map(Finding::check)
                .toList();
    }

    private Doctor doctor() {
        return new Doctor(
                registered.registry(),
                registered.states(),
                OwnSessions.of(greenhouse.tokenUrl(), clock),
                bean(Models.class),
                bean(FeatureCatalogue.class),
                bean(WithheldCandidates.class),
                new WriteModeProbe(
                        bean(WriteProofs.class), bean(Scores.class), bean(WithheldCandidates.class), clock, this::pass),
                bean(WriteProofs.class),
                bean(WebhookFigures.class),
                events(),
                clock);
    }

    public record Fired(List<TenantDue> seen) {}

    private Event<TenantDue> events() {
        return StandIn.event(fired -> {
            due.seen().add(fired);
            whenDue.run();
        });
    }

    private void pass(Duration pause) throws InterruptedException {
        clock.pass(pause);
        meanwhile.run();
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    private static String json(DoctorReport report) {
        try {
            return bean(ObjectMapper.class).writeValueAsString(report);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        greenhouse.close();
        assertThat(greenhouse.faults().unused()).isEmpty();
    }
}
