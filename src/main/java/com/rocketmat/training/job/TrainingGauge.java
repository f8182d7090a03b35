package com.rocketmat.training.job;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.AtomicLong;

/** Number of open trainings of all tenants; updated on a timer, so that a scrape costs no query. */
@ApplicationScoped
class TrainingGauge {

    static final String TRAININGS = "rocketmat_trainings";

    private final Trainings trainings;
    private final AtomicLong queued;
    private final AtomicLong running;

    TrainingGauge(Trainings trainings, MeterRegistry metrics) {
        this.trainings = trainings;
        this.queued = metrics.gauge(TRAININGS, Tags.of("state", "queued"), new AtomicLong());
        this.running = metrics.gauge(TRAININGS, Tags.of("state", "running"), new AtomicLong());
    }

    @Scheduled(every = "15s", concurrentExecution = ConcurrentExecution.SKIP)
    void refresh() {
        Trainings.Queue queue = trainings.queue();
        queued.set(queue.waiting());
        running.set(queue.running());
    }
}
