package com.rocketmat.doctor;

import static com.rocketmat.doctor.CredentialChecks.CREDENTIAL;
import static com.rocketmat.doctor.CredentialChecks.LEAST_PRIVILEGE;
import static com.rocketmat.doctor.CredentialChecks.SECRET;
import static com.rocketmat.doctor.ModelChecks.DRY_SCORE;
import static com.rocketmat.doctor.ModelChecks.MODEL;

import com.rocketmat.feature.FeatureCatalogue;
import com.rocketmat.feature.FeaturePlan;
import com.rocketmat.harvest.HarvestException;
import com.rocketmat.harvest.Operation;
import com.rocketmat.harvest.SessionClosed;
import com.rocketmat.harvest.advice.Advice;
import com.rocketmat.harvest.session.HarvestSessions;
import com.rocketmat.model.ActiveModel;
import com.rocketmat.model.Models;
import com.rocketmat.problem.HttpProblem;
import com.rocketmat.score.Unwritable;
import com.rocketmat.score.write.WithheldCandidates;
import com.rocketmat.score.write.WriteModeProbe;
import com.rocketmat.score.write.WriteProofs;
import com.rocketmat.tenant.TenantDue;
import com.rocketmat.tenant.TenantProblems;
import com.rocketmat.tenant.TenantRegistry;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.settings.TenantSettings;
import com.rocketmat.tenant.state.TenantStates;
import com.rocketmat.webhook.WebhookFigures;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.jboss.logging.MDC;

/** Checks a tenant from its credential to a score, and unblocks a blocked tenant if no check fails. */
@ApplicationScoped
public class Doctor {

    private static final String TENANT = "tenant";

    private final TenantRegistry tenants;
    private final TenantStates states;
    private final HarvestSessions sessions;
    private final Models models;
    private final FeatureCatalogue catalogue;
    private final Event<TenantDue> due;
    private final Clock clock;
    private final List<Check> checks;

    public Doctor(
            TenantRegistry tenants,
            TenantStates states,
            HarvestSessions sessions,
            Models models,
            FeatureCatalogue catalogue,
            WithheldCandidates withheld,
            WriteModeProbe probe,
            WriteProofs proofs,
            WebhookFigures webhooks,
            Event<TenantDue> due,
            Clock clock) {
        this.tenants = tenants;
        this.states = states;
        this.sessions = sessions;
        this.models = models;
        this.catalogue = catalogue;
        this.due = due;
        this.clock = clock;
        ModelChecks ofModel = new ModelChecks(models, catalogue);
        this.checks = new ArrayList<>(List.of(
                Check.of(SECRET, CredentialChecks::secret)
                        .offline()
                        .where(examination -> examination.unusedSecret.isPresent()),
                Check.of(CREDENTIAL, CredentialChecks::credential)));
        for (Operation operation : Operation.values()) {
            checks.add(new RightCheck(operation).check());
        }
        checks.addAll(List.of(
                // a v1 key has no scopes
                Check.of(LEAST_PRIVILEGE, CredentialChecks::leastPrivilege, CREDENTIAL)
                        .offline()
                        .where(examination -> !examination.devCenter.key()),
                Check.of(ActingUserCheck.NAME, ActingUserCheck::run, CREDENTIAL).offline(),
                Check.ofFields(FieldChecks.SCORE, FieldChecks::score),
                Check.ofFields(FieldChecks.REASONS, FieldChecks::reasons)
                        .where(examination ->
                                examination.settings.reasonsField().isPresent()),
                Check.ofFields(OptOutFieldCheck.NAME, OptOutFieldCheck::run)
                        .where(examination -> examination.settings.optOutField().isPresent()),
                Check.ofFields(FieldChecks.PLAN, FieldChecks::plan),
                Check.of(MODEL, ofModel::model).offline(),
                Check.of(FeaturesCheck.NAME, new FeaturesCheck(withheld)::run).needing(FeaturesCheck::needs),
                Check.of(DRY_SCORE, ofModel::dryScore, MODEL, FeaturesCheck.NAME)
                        .offline(),
                Check.of(WebhookCheck.NAME, new WebhookCheck(webhooks, clock)::run)
                        .offline()
                        .where(examination ->
                                examination.settings.webhookSecret().isPresent()),
                Check.of(WriteModeCheck.NAME, new WriteModeCheck(probe, proofs, tenants::runs)::run)
                        .needing(WriteModeCheck::needs)));
    }

    /**
     * Fails with 409 if the tenant does not run here, only another replica has read its newest secret, or its secret changes meanwhile.
     */
    public DoctorReport examine(TenantId tenant, Optional<Long> application) {
        return examine(tenant, application, () -> false);
    }

    /**
     * Like {@link #examine(TenantId, Optional)}, but can be cancelled. Writes to the application, if present, and restores it.
     *
     * @param cancelled called before each check
     * @throws CancellationException if cancelled
     */
    public DoctorReport examine(TenantId tenant, Optional<Long> application, BooleanSupplier cancelled) {
        TenantSettings settings = tenants.requireSettings(tenant);
        requireNewest(settings);
        MDC.put(TENANT, tenant.value());
        try {
            Optional<ActiveModel> model = models.active(tenant);
            Examination examination = new Examination(
                    settings, states.unusedSecret(tenant), sessions.session(settings), model, plan(model), application);
            List<Finding> findings = checks.stream()
                    .filter(check -> check.applies().test(examination))
                    .map(check -> {
                        if (cancelled.getAsBoolean()) {
                            throw new CancellationException();
                        }
                        return finding(check, examination);
                    })
                    .toList();
            DoctorReport report = DoctorReport.of(tenant.value(), clock.instant(), findings);
            if (report.healthy()) {
                // the examination may have taken minutes
                requireNewest(settings);
                unblock(settings);
            }
            return report;
        } catch (SessionClosed e) {
            throw replaced();
        } finally {
            MDC.remove(TENANT);
            sessions.save(tenant);
        }
    }

    private void requireNewest(TenantSettings settings) {
        if (!tenants.isCurrent(settings)) {
            throw replaced();
        }
        if (tenants.isOutdated(settings.id())) {
            throw TenantProblems.SECRET_REPLACED.problem(
                    "This replica has not read the tenant's newest secret yet",
                    "run the doctor again after rocketmat.tenants.refresh");
        }
    }

    private static HttpProblem replaced() {
        return TenantProblems.SECRET_REPLACED.problem(
                "The tenant's settings changed during the examination", "run the doctor again");
    }

    /** Falls back to a plan without features if the model needs unknown ones, which {@link ModelChecks#model} reports. */
    private FeaturePlan plan(Optional<ActiveModel> model) {
        List<String> features = model.map(ActiveModel::features).orElse(List.of());
        return catalogue.plan(
                features.stream().allMatch(feature -> catalogue.find(feature).isPresent()) ? features : List.of());
    }

    private static Finding finding(Check check, Examination examination) {
        String name = check.name().apply(examination);
        Optional<String> obstacle = examination.obstacle(check);
        if (obstacle.isPresent()) {
            examination.addObstacle(name);
            return Finding.skipped(name, "not checked, because of '%s'".formatted(obstacle.get()), null);
        }
        Finding finding = run(check, name, examination);
        if (finding.failed()) {
            examination.addObstacle(name);
        }
        return finding;
    }

    private static Finding run(Check check, String name, Examination examination) {
        try {
            return check.run().apply(examination);
        } catch (HarvestException e) {
            Advice advice = Advice.on(e.failure(), examination.devCenter);
            if (advice.passes()) {
                examination.greenhouseUnavailable(name);
                return Finding.couldNotCheck(name, advice.reason());
            }
            return Finding.failed(name, advice.reason(), advice.remedy());
        } catch (Unwritable e) {
            return Finding.failed(name, e.getMessage(), e.remedy());
        }
    }

    private void unblock(TenantSettings settings) {
        if (states.isBlocked(settings.id())) {
            // before unblocking: an ACTIVE tenant that is not due would wait for the blocked one's postponed check
            due.fire(new TenantDue(settings.id(), "doctor"));
            states.clear(settings.id(), settings.mode());
        }
    }
}
