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

/** Queues, cancels and lists trainings for the API, the console and the schedule. */
@ApplicationScoped
public class TrainingRequests {

    /** An idle trainer takes a training within this time. */
    private static final Duration MAX_PICKUP_TIME = Duration.ofMinutes(1);

    private static final String TRAINER_REMEDY =
            "set rocketmat.training.workers on a JVM replica, or deploy the trainer. A trainer that has not read the tenant's newest"
                    + " secret leaves the training queued; its log says whether Vault answers";

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
     * Queues a training.
     *
     * @param without features that the model must not learn from
     * @throws HttpProblem 400 for an unknown feature; 409 if the tenant does not run or has an open training
     */
    public TrainingView request(TenantId tenant, List<String> without, String requestedBy) {
        without.forEach(this::requireFeature);
        return add(tenant, without, requestedBy);
    }

    /** Excludes the same features as the last training, except those that no longer exist. */
    public TrainingView repeatLast(TenantId tenant, String requestedBy) {
        List<String> without = trainings.lastExcludedFeatures(tenant).stream()
                .filter(name -> catalogue.find(name).isPresent())
                .toList();
        return add(tenant, without, requestedBy);
    }

    private TrainingView add(TenantId tenant, List<String> without, String requestedBy) {
        TenantSettings settings = tenants.requireSettings(tenant);
        return trainings
                .add(tenant, settings.trainingLabel().text(), without, requestedBy)
                .orElseThrow(() -> TrainingJobProblems.OPEN.problem(
                        "Only one training per tenant runs at a time",
                        "wait until it ends, or cancel it: GET the tenant's trainings for its id"));
    }

    private void requireFeature(String name) {
        if (catalogue.find(name).isEmpty()) {
            throw ProblemType.BAD_PARAMETER
                    .problem("There is no feature " + name, "GET /api/features lists them")
                    .with("field", "without");
        }
    }

    /** Fails with 404 for an unknown training, 409 for one that has ended. */
    public TrainingView cancel(TenantId tenant, String id, String cancelledBy) {
        require(tenant, id);
        if (!trainings.cancel(tenant, parseId(id), "cancelled by " + cancelledBy)) {
            throw TrainingJobProblems.ENDED.problem(
                    "The training has ended", "GET it for its result, or request another training");
        }
        return get(tenant, id);
    }

    /** Fails with 404 for an unknown training. */
    public TrainingView get(TenantId tenant, String id) {
        return withWaitReason(tenant, require(tenant, id));
    }

    /** The trainings with a lower id than {@code before}, newest first. */
    public List<TrainingView> page(TenantId tenant, long before, int size) {
        return trainings.page(tenant, before, size).stream()
                .map(training -> withWaitReason(tenant, training))
                .toList();
    }

    private TrainingView require(TenantId tenant, String id) {
        return trainings
                .find(tenant, parseId(id))
                .orElseThrow(() -> TrainingJobProblems.UNKNOWN.problem(
                        "This tenant has no training " + id, "GET the tenant's trainings for the list"));
    }

    /** By hand, since JAX-RS answers 404 without a reason. */
    private static long parseId(String id) {
        return WholeNumber.of(id).orElse(-1L);
    }

    private TrainingView withWaitReason(TenantId tenant, TrainingView training) {
        boolean overdue = training.state() == TrainingState.QUEUED
                && training.requestedAt().plus(MAX_PICKUP_TIME).isBefore(clock.instant());
        if (!overdue) {
            return training;
        }
        return training.withReason(
                training.reason() == null
                        ? waitReason(tenant, "waits for a trainer, and no training runs now: ")
                        : training.reason() + "; it "
                                + waitReason(
                                        tenant,
                                        "rests for a minute or waits for a trainer; if it does not start within two minutes, "));
    }

    private String waitReason(TenantId tenant, String whileNoneRuns) {
        switch (states.permission(tenant)) {
            case DENIED -> {
                return "waits while the tenant is " + states.standing(tenant).state();
            }
            case ALL_PAUSED -> {
                return "waits for the end of the pause of all tenants";
            }
            case GRANTED -> {}
        }
        return trainings.queue().running() > 0
                ? "waits for its turn: other trainings run"
                : whileNoneRuns + TRAINER_REMEDY;
    }
}
