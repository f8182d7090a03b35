package com.rocketmat.sync;

import com.rocketmat.harvest.session.HarvestSessions;
import com.rocketmat.model.Models;
import com.rocketmat.model.TriedHere;
import com.rocketmat.sandbox.greenhouse.GreenhouseSimulator;
import com.rocketmat.sandbox.greenhouse.organisation.Organisation;
import com.rocketmat.sandbox.stack.Surroundings;
import com.rocketmat.score.Scores;
import com.rocketmat.score.write.ScoreWriter;
import com.rocketmat.score.write.SecondLook;
import com.rocketmat.score.write.WriteProofs;
import com.rocketmat.sync.reading.ReferenceData;
import com.rocketmat.sync.run.Positions;
import com.rocketmat.sync.run.Reconciliations;
import com.rocketmat.sync.run.RunLog;
import com.rocketmat.sync.run.RunRequests;
import com.rocketmat.sync.run.WantedApplications;
import com.rocketmat.tenant.KnownTenant;
import com.rocketmat.tenant.OneTenant;
import com.rocketmat.tenant.TenantRegistry;
import com.rocketmat.tenant.scope.Sql;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.scope.TenantUnit;
import com.rocketmat.tenant.state.Leases;
import com.rocketmat.tenant.state.TenantStates;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.enterprise.inject.spi.CDI;
import java.time.Clock;
import java.util.Map;

/** Slices of the application's own beans, except for the test's tenant, sessions and clock. */
public final class OwnSlice {

    private OwnSlice() {}

    /** Makes it a tenant with a model, whose slices only the test runs. */
    public static void known(TenantId tenant, byte[] model, String manifest) {
        claim(tenant);
        KnownTenant.add(tenant);
        Surroundings.api().activate(tenant.value(), TriedHere.upload(tenant, model, manifest));
    }

    /**
     * Claims the tenant as another replica does. Otherwise the application would run it when it is due, find no valid settings, and decline
     * requested runs.
     */
    static void claim(TenantId tenant) {
        bean(TenantUnit.class)
                .run(
                        tenant,
                        () -> bean(Sql.class)
                                .update(
                                        "INSERT INTO scheduled_tasks (task_name, task_instance, execution_time, picked, version) VALUES ('tenant-sync', ?1, now() + interval '1 day', true, 1) ON CONFLICT DO NOTHING",
                                        tenant));
    }

    public static Map<String, String> secret(GreenhouseSimulator greenhouse, Organisation organisation) {
        return organisation.secret(Map.of("harvest_url", greenhouse.harvestUrl().toString()));
    }

    public static Slice of(OneTenant tenant, HarvestSessions sessions, Clock clock) {
        return of(tenant, sessions, clock, new SimpleMeterRegistry());
    }

    static Slice of(OneTenant tenant, HarvestSessions sessions, Clock clock, MeterRegistry metrics) {
        RunLog runs = bean(RunLog.class);
        Positions positions = bean(Positions.class);
        TenantUnit unit = bean(TenantUnit.class);
        Planner planner = new Planner(
                runs,
                positions,
                bean(Scores.class),
                bean(WantedApplications.class),
                bean(Reconciliations.class),
                clock);
        TenantRegistry registry = tenant.registry();
        TenantStates states = tenant.states();
        Leases leases = tenant.claims(bean(Leases.class));
        Models models = bean(Models.class);
        RunRequests requests = bean(RunRequests.class);
        return new Slice(
                registry,
                states,
                leases,
                sessions,
                models,
                positions,
                requests,
                new SliceOpening(
                        registry,
                        states,
                        leases,
                        sessions,
                        new ReferenceData(clock),
                        models,
                        positions,
                        planner,
                        bean(WriteProofs.class),
                        clock),
                planner,
                new SliceLoop(
                        planner,
                        bean(Discovery.class),
                        bean(ReadingByIds.class),
                        bean(Reconciliation.class),
                        bean(ScoreWriter.class),
                        runs,
                        sessions,
                        unit),
                bean(SecondLook.class),
                new SliceFailures(positions, requests, runs, states, registry, clock),
                unit,
                clock,
                metrics);
    }

    static <T> T bean(Class<T> type) {
        return CDI.current().select(type).get();
    }
}
