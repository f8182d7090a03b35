package com.rocketmat.application;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.IntNode;
import com.rocketmat.application.ApplicationReport.Look;
import com.rocketmat.application.ApplicationReport.Sentence;
import com.rocketmat.harvest.OwnSessions;
import com.rocketmat.harvest.session.HarvestSessions;
import com.rocketmat.model.Graph;
import com.rocketmat.model.Models;
import com.rocketmat.privacy.words.Language;
import com.rocketmat.sandbox.customer.PointsCustomer;
import com.rocketmat.sandbox.greenhouse.GreenhouseSimulator;
import com.rocketmat.sandbox.greenhouse.fault.Call;
import com.rocketmat.sandbox.greenhouse.organisation.Organisation;
import com.rocketmat.score.LeftAlone;
import com.rocketmat.sync.ApplicationLook;
import com.rocketmat.sync.OwnSlice;
import com.rocketmat.sync.SliceOutcome;
import com.rocketmat.tenant.OneTenant;
import com.rocketmat.tenant.scope.TenantId;
import jakarta.enterprise.inject.spi.CDI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** A tenant with its own Greenhouse that only the test runs and examines. */
final class LookedAt implements AutoCloseable {

    enum Api {
        V3,
        V1
    }

    private static final int MOST_SLICES = 20;

    final TenantId tenant = new TenantId("looked-at-" + UUID.randomUUID());
    final PointsCustomer customer = PointsCustomer.named(tenant.value());
    final GreenhouseSimulator greenhouse = GreenhouseSimulator.start(List.of(customer.organisation()));
    private final HarvestSessions sessions = OwnSessions.of(greenhouse.tokenUrl(), Clock.systemUTC());
    private final Api api;
    private OneTenant registered;

    LookedAt(Api api) {
        this.api = api;
        organisation().v1RateLimit(10_000);
        OwnSlice.known(tenant, Graph.identity().toBytes(), PointsCustomer.MANIFEST);
        set(Map.of());
    }

    Organisation organisation() {
        return customer.organisation();
    }

    /** An application of another candidate and job that the next run scores. */
    long ordinary() {
        long candidate = organisation().addCandidate("Ada", "Plain");
        return organisation()
                .addApplication(candidate, organisation().addJob("Mate"), Map.of("points", IntNode.valueOf(2)));
    }

    /** Sets options of the secret, in addition to the credential. */
    void set(Map<String, String> settings) {
        Map<String, String> secret = new TreeMap<>(OwnSlice.secret(greenhouse, organisation()));
        if (api == Api.V1) {
            secret.keySet().removeAll(List.of("harvest_client_id", "harvest_client_secret"));
            secret.put("harvest_api_key", organisation().apiKey());
        }
        secret.put("schedule", "1h");
        secret.putAll(settings);
        if (registered == null) {
            registered = new OneTenant(tenant, secret);
        } else {
            registered.replace(secret);
        }
    }

    void run() {
        for (int slices = 0; slices < MOST_SLICES; slices++) {
            SliceOutcome outcome =
                    OwnSlice.of(registered, sessions, Clock.systemUTC()).run(tenant, () -> false);
            if (!(outcome instanceof SliceOutcome.More)) {
                return;
            }
        }
        throw new AssertionError("not done after %d slices".formatted(MOST_SLICES));
    }

    Look look(long application) {
        greenhouse.calls().clear();
        Look look = new GreenhouseLook(
                        registered.registry(),
                        sessions,
                        bean(Models.class),
                        bean(ApplicationLook.class),
                        Clock.systemUTC())
                .look(tenant, application, List.of(), Language.ENGLISH);
        assertThat(calls()).hasSizeLessThanOrEqualTo(3);
        return look;
    }

    List<LeftAlone> reasons(long application) {
        return look(application).reasons().stream().map(Sentence::reason).toList();
    }

    /** The calls to Harvest, without those for a token. */
    List<Call> calls() {
        return greenhouse
                .calls()
                .where(call -> call.path().startsWith("/v3/") || call.path().startsWith("/v1/"));
    }

    static <T> T bean(Class<T> type) {
        return CDI.current().select(type).get();
    }

    @Override
    public void close() {
        greenhouse.close();
    }
}
