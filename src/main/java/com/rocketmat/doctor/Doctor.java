package com.rocketmat.doctor;

import com.rocketmat.feature.FeatureCatalogue;
import com.rocketmat.feature.FeaturePlan;
import com.rocketmat.harvest.HarvestException;
import com.rocketmat.harvest.Operation;
import com.rocketmat.harvest.SessionClosed;
import com.rocketmat.harvest.advice.Advice;
import com.rocketmat.harvest.session.HarvestSessions;
import com.rocketmat.model.ActiveModel;
import com.rocketmat.model.Models;
import com.rocketmat.score.Unwritable;
import com.rocketmat.score.write.WithheldCandidates;
import com.rocketmat.score.write.WriteModeProbe;
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
import java.util.function.Function;

/** Examines a tenant from its credential to a score. A blocked tenant for which no check fails is unblocked. */
@ApplicationScoped
public class Doctor {

    private final TenantRegistry tenants;
    private final TenantStates states;
    private final HarvestSessions sessions;
    private final Models models;
    private final FeatureCatalogue catalogue;
    private final Event<TenantDue> due;
    private final Clock clock;
    private final List<Named> checks;

    public Doctor(
            TenantRegistry tenants,
            TenantStates states,
            HarvestSessions sessions,
            Models models,
            FeatureCatalogue catalogue,
            WithheldCandidates withheld,
            WriteModeProbe probe,
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
        this.checks = new ArrayList<>(List.of(
                named(SecretCheck.NAME, new SecretCheck()), named(CredentialCheck.NAME, new CredentialCheck())));
        // those that a tenant does not need are skipped
        for (Operation operation : Operation.values()) {
            RightCheck right = new RightCheck(operation);
            checks.add(new Named(right::name, right));
        }
        checks.addAll(List.of(
                named(LeastPrivilegeCheck.NAME, new LeastPrivilegeCheck()),
                named(ActingUserCheck.NAME, new ActingUserCheck()),
                named(ScoreFieldCheck.NAME, new ScoreFieldCheck()),
                named(ReasonsFieldCheck.NAME, new ReasonsFieldCheck()),
                named(OptOutFieldCheck.NAME, new OptOutFieldCheck()),
                named(PlanCheck.NAME, new PlanCheck()),
                named(ModelCheck.NAME, new ModelCheck(models, catalogue)),
                named(FeaturesCheck.NAME, new FeaturesCheck(withheld)),
                named(DryScoreCheck.NAME, new DryScoreCheck(models)),
                named(WebhookCheck.NAME, new WebhookCheck(webhooks, clock)),
                named(WriteModeCheck.NAME, new WriteModeCheck(probe, tenants::runs))));
    }

    private record Named(Function<Examination, String> name, Check check) {}

    private static Named named(String name, Check check) {
        return new Named(_ -> name, check);
    }

    /** Fails with 409 if the tenant does not run here, or its settings changed meanwhile. */
    public DoctorReport examine(TenantId tenant, Optional<Long> application) {
        return examine(tenant, application, () -> false);
    }

    /**
     * The same, for a caller who may give up meanwhile.
     *
     * @param late whether to give up, asked before each check
     * @throws CancellationException if it was given up
     */
    public DoctorReport examine(TenantId tenant, Optional<Long> application, BooleanSupplier late) {
        TenantSettings settings = tenants.requireSettings(tenant);
        try {
            return examine(settings, application, late);
        } catch (SessionClosed e) {
            throw TenantProblems.SECRET_REPLACED.problem(
                    "The tenant's settings changed during the examination", "run the doctor again");
        }
    }

    /** The application may be written to for a moment. */
    public DoctorReport examine(TenantSettings settings, Optional<Long> application, BooleanSupplier late) {
        TenantId tenant = settings.id();
        try {
            Optional<ActiveModel> model = models.active(tenant);
            Examination examination = new Examination(
                    settings, states.unusedSecret(tenant), sessions.session(settings), model, plan(model), application);
            List<Finding> findings = checks.stream()
                    .filter(named -> named.check().applies(examination))
                    .map(named -> {
                        if (late.getAsBoolean()) {
                            throw new CancellationException();
                        }
                        return finding(named.check(), named.name().apply(examination), examination);
                    })
                    .toList();
            DoctorReport report = DoctorReport.of(tenant.value(), clock.instant(), findings);
            if (report.healthy()) {
                unblock(settings);
            }
            return report;
        } finally {
            sessions.save(tenant);
        }
    }

    /** Falls back to a plan without features if the model needs unknown ones, which the model's check reports. */
    private FeaturePlan plan(Optional<ActiveModel> model) {
        List<String> features = model.map(ActiveModel::features).orElse(List.of());
        return catalogue.plan(
                features.stream().allMatch(feature -> catalogue.find(feature).isPresent()) ? features : List.of());
    }

    private static Finding finding(Check check, String name, Examination examination) {
        Optional<String> obstacle = examination.obstacle(check);
        if (obstacle.isPresent()) {
            examination.stands(name);
            return Finding.skipped(name, "not checked, because of '%s'".formatted(obstacle.get()), null);
        }
        Finding finding = looked(check, name, examination);
        if (finding.failed()) {
            examination.stands(name);
        }
        return finding;
    }

    private static Finding looked(Check check, String name, Examination examination) {
        try {
            return check.look(examination);
        } catch (HarvestException e) {
            Advice advice = Advice.on(e.failure(), examination.devCenter);
            if (advice.passes()) {
                examination.trouble(name);
                return Finding.notNow(name, advice.reason());
            }
            return Finding.failed(name, advice.reason(), advice.remedy());
        } catch (Unwritable e) {
            return Finding.failed(name, e.getMessage(), e.remedy());
        }
    }

    private void unblock(TenantSettings settings) {
        if (states.isBlocked(settings.id())) {
            // first: one that is ACTIVE and not due would wait for the look that the blocked one was put off to
            due.fire(new TenantDue(settings.id(), "doctor"));
            states.unblock(settings.id(), settings.mode());
        }
    }
}
