package com.rocketmat.score;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.AtomicLong;

/** Number of scores of all tenants that wait for their PATCH; updated on a timer, so that a scrape costs no query. */
@ApplicationScoped
class BacklogGauge {

    static final String BACKLOG = "rocketmat_backlog";

    private final Scores scores;
    private final AtomicLong backlog;

    BacklogGauge(Scores scores, MeterRegistry metrics) {
        this.scores = scores;
        this.backlog = metrics.gauge(BACKLOG, new AtomicLong());
    }

    @Scheduled(every = "15s", concurrentExecution = ConcurrentExecution.SKIP)
    void refresh() {
        backlog.set(scores.backlog());
    }
}
