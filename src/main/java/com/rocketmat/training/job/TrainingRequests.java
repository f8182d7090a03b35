package com.rocketmat.training.job;

import com.rocketmat.feature.FeatureCatalogue;
import com.rocketmat.problem.HttpProblem;
import com.rocketmat.problem.ProblemType;
import com.rocketmat.problem.WholeNumber;
import com.rocketmat.tenant.TenantRegistry;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.settings.TenantSettings;
import com.rocketmat.tenant.state.TenantStates;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** Asks for trainings, cancels them, and says how they are: for the API, the console and the schedule alike. */
@ApplicationScoped
public class TrainingRequests {

    /** By then an idle trainer has taken it. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Trainings trainings;
    private final TenantRegistry tenants;
    private final TenantStates states;
    private final FeatureCatalogue catalogue;
    private final Clock clock;

    TrainingRequests(
            Trainings trainings, TenantRegistry tenants, TenantStates states, FeatureCatalogue catalogue, Clock clock) {
        this.trainings = trainings;
        this.tenants = tenants;
        this.states = states;
        this.catalogue = catalogue;
        this.clock = clock;
    }

    /**
     * Queues a training that is not to learn from the features {@code without}.
     *
     * @throws HttpProblem 400 for an unknown feature, 409 if the tenant does not run, or another training of it is open
     */
    public TrainingView request(TenantId tenant, List<String> without, String by) {
        without.forEach(this::requireFeature);
        return add(tenant, without, by);
    }

    /** The same as the last one, but for features that do not exist any more. */
    public TrainingView again(TenantId tenant, String by) {
        List<String> without = trainings.lastWithout(tenant).stream()
                .filter(name -> catalogue.find(name).isPresent())
                .toList();
        return add(tenant, without, by);
    }

    private TrainingView add(TenantId tenant, List<String> without, String by) {
        TenantSettings settings = tenants.requireSettings(tenant);
        return trainings
                .add(tenant, settings.trainingLabel().text(), without, by)
                .orElseThrow(() -> TrainingJobProblems.OPEN.problem(
                        "Only one training per tenant runs at a time",
                        "wait for its end, or cancel it: GET the tenant's trainings for its id"));
    }

    private void requireFeature(String name) {
        if (catalogue.find(name).isEmpty()) {
            throw ProblemType.BAD_PARAMETER
                    .problem("There is no feature " + name, "GET /api/features lists them")
                    .with("field", "without");
        }
    }

    /** Fails with 404 for an unknown training, 409 for one that has ended. */
    public TrainingView cancel(TenantId tenant, String id, String by) {
        require(tenant, id);
        if (!trainings.cancel(tenant, number(id), "cancelled by " + by)) {
            throw TrainingJobProblems.ENDED.problem(
                    "The training has ended", "GET it to see how; ask for another one if you want to");
        }
        return get(tenant, id);
    }

    /** Fails with 404 for an unknown training. */
    public TrainingView get(TenantId tenant, String id) {
        return explained(tenant, require(tenant, id));
    }

    /** The trainings before one, newest first. */
    public List<TrainingView> page(TenantId tenant, long before, int size) {
        return trainings.page(tenant, before, size).stream()
                .map(training -> explained(tenant, training))
                .toList();
    }

    private TrainingView require(TenantId tenant, String id) {
        return trainings
                .find(tenant, number(id))
                .orElseThrow(() -> TrainingJobProblems.UNKNOWN.problem(
                        "This tenant has no training " + id, "GET the tenant's trainings for the list"));
    }

    /** Otherwise JAX-RS answers 404 without a reason. */
    private static long number(String id) {
        return WholeNumber.of(id).orElse(-1L);
    }

    private TrainingView explained(TenantId tenant, TrainingView training) {
        boolean longQueued = training.state() == TrainingState.QUEUED
                && training.requestedAt().plus(PATIENCE).isBefore(clock.instant());
        return longQueued && training.reason() == null ? training.because(waits(tenant)) : training;
    }

    private String waits(TenantId tenant) {
        switch (states.permission(tenant)) {
            case DENIED -> {
                return "waits while the tenant is " + states.standing(tenant).state();
            }
            case ALL_PAUSED -> {
                return "waits for the end of the pause of all tenants";
            }
            case GRANTED -> {}
        }
        Trainings.Queue queue = trainings.queue();
        return queue.running() > 0
                ? "waits for its turn; trainings that wait: %d, that run: %d"
                        .formatted(queue.waiting(), queue.running())
                : "waits for a trainer, and none has taken it for a minute: set rocketmat.training.workers on a JVM replica, or"
                        + " deploy the trainer";
    }
}
