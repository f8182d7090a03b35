package com.rocketmat.sync;

import com.rocketmat.harvest.HarvestSessions;
import com.rocketmat.model.Models;
import com.rocketmat.score.ScoreWriter;
import com.rocketmat.score.Scores;
import com.rocketmat.tenant.Leases;
import com.rocketmat.tenant.OneTenant;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;

/** Slices of the application's own parts, but for a tenant, sessions and a clock that a test brings along. */
@ApplicationScoped
class OwnSlice {

    private final Leases leases;
    private final Models models;
    private final Scores scores;
    private final ScoreWriter writer;
    private final Discovery discovery;
    private final Rescoring rescoring;
    private final Runs runs;

    OwnSlice(
            Leases leases,
            Models models,
            Scores scores,
            ScoreWriter writer,
            Discovery discovery,
            Rescoring rescoring,
            Runs runs) {
        this.leases = leases;
        this.models = models;
        this.scores = scores;
        this.writer = writer;
        this.discovery = discovery;
        this.rescoring = rescoring;
        this.runs = runs;
    }

    Slice of(OneTenant tenant, HarvestSessions sessions, Clock clock) {
        return of(tenant, sessions, clock, new SimpleMeterRegistry());
    }

    Slice of(OneTenant tenant, HarvestSessions sessions, Clock clock, MeterRegistry metrics) {
        return new Slice(
                tenant.registry(),
                tenant.states(),
                leases,
                sessions,
                new Lookups(clock),
                models,
                scores,
                writer,
                discovery,
                rescoring,
                runs,
                clock,
                metrics);
    }
}
