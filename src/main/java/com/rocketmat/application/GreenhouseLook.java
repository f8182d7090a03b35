package com.rocketmat.application;

import com.rocketmat.application.ApplicationReport.Look;
import com.rocketmat.application.ApplicationReport.Sentence;
import com.rocketmat.application.ApplicationReport.Shown;
import com.rocketmat.harvest.HarvestException;
import com.rocketmat.harvest.HarvestFailure;
import com.rocketmat.harvest.SessionClosed;
import com.rocketmat.harvest.advice.Advice;
import com.rocketmat.harvest.advice.DevCenter;
import com.rocketmat.harvest.row.Application;
import com.rocketmat.harvest.row.CustomFieldEntry;
import com.rocketmat.harvest.row.Job;
import com.rocketmat.harvest.session.HarvestSessions;
import com.rocketmat.model.ActiveModel;
import com.rocketmat.model.Models;
import com.rocketmat.privacy.words.Language;
import com.rocketmat.privacy.words.PlainWords;
import com.rocketmat.privacy.words.Verdict;
import com.rocketmat.score.LeftAlone;
import com.rocketmat.sync.ApplicationLook;
import com.rocketmat.sync.ApplicationLook.Seen;
import com.rocketmat.tenant.TenantProblems;
import com.rocketmat.tenant.TenantRegistry;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.settings.TenantSettings;
import com.rocketmat.tenant.settings.TenantSettings.Mode;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads an application from Greenhouse and says in words what the next run would do with it, or why it cannot be read. */
@ApplicationScoped
public class GreenhouseLook {

    private static final int MAX_VALUE_LENGTH = 100;

    private final TenantRegistry tenants;
    private final HarvestSessions sessions;
    private final Models models;
    private final ApplicationLook looks;
    private final Clock clock;

    public GreenhouseLook(
            TenantRegistry tenants, HarvestSessions sessions, Models models, ApplicationLook looks, Clock clock) {
        this.tenants = tenants;
        this.sessions = sessions;
        this.models = models;
        this.looks = looks;
        this.clock = clock;
    }

    /** @param obstacles what keeps the tenant from scoring at all */
    Look look(TenantId tenant, long applicationId, List<Sentence> obstacles, Language language) {
        Optional<TenantSettings> settings = tenants.settings(tenant);
        if (settings.isEmpty()) {
            // a replica that has not read the secret yet knows no obstacle
            return notSeen(
                    obstacles.isEmpty()
                            ? List.of(Obstacles.sentence(LeftAlone.TENANT_INVALID, null, language))
                            : obstacles,
                    language);
        }
        try {
            return judged(settings.get(), read(settings.get(), applicationId), obstacles, language);
        } catch (HarvestException e) {
            return notSeen(List.of(refusal(settings.get(), e.failure(), language)), language);
        } catch (SessionClosed e) {
            throw TenantProblems.SECRET_REPLACED.problem("The tenant's settings changed meanwhile", "look again");
        } finally {
            sessions.save(tenant);
        }
    }

    private Seen read(TenantSettings settings, long applicationId) {
        Optional<String> version = models.active(settings.id()).map(ActiveModel::version);
        return looks.look(settings, sessions.session(settings), version, applicationId);
    }

    private static Sentence refusal(TenantSettings settings, HarvestFailure failure, Language language) {
        Advice advice = Advice.on(failure, DevCenter.of(settings));
        return Obstacles.sentence(reason(failure, advice), advice.reason() + "; " + advice.remedy(), language);
    }

    private static LeftAlone reason(HarvestFailure failure, Advice advice) {
        if (failure instanceof HarvestFailure.Throttled) {
            return LeftAlone.BUDGET_USED_UP;
        }
        return advice.passes() ? LeftAlone.GREENHOUSE_AWAY : LeftAlone.GREENHOUSE_REFUSES;
    }

    private Look notSeen(List<Sentence> reasons, Language language) {
        return answer(Verdict.NOT_SEEN, null, reasons, language);
    }

    private Look judged(TenantSettings settings, Seen seen, List<Sentence> obstacles, Language language) {
        List<Sentence> reasons = Stream.concat(
                        obstacles.stream(),
                        seen.reasons().stream().map(reason -> Obstacles.sentence(reason, null, language)))
                .toList();
        Shown shown = seen.row().map(row -> shown(settings, row, seen.job())).orElse(null);
        return answer(reasons.isEmpty() ? verdict(settings, seen) : Verdict.LEFT_ALONE, shown, reasons, language);
    }

    private static Verdict verdict(TenantSettings settings, Seen seen) {
        if (seen.again()) {
            return Verdict.SCORED_AGAIN;
        }
        return settings.mode() == Mode.DRY_RUN ? Verdict.SCORED_IN_TRIAL : Verdict.SCORED_NEXT;
    }

    private Look answer(Verdict verdict, Shown shown, List<Sentence> reasons, Language language) {
        return new Look(clock.instant(), verdict, PlainWords.of(verdict, language), shown, reasons);
    }

    private static Shown shown(TenantSettings settings, Application row, Optional<Job> job) {
        return new Shown(
                row.candidateId(),
                row.status(),
                row.createdAt(),
                row.jobId(),
                job.map(Job::status).orElse(null),
                settings.scoreField(),
                Optional.ofNullable(row.customFields().get(settings.scoreField()))
                        .filter(entry -> !entry.empty())
                        .map(GreenhouseLook::text)
                        .orElse(null));
    }

    private static String text(CustomFieldEntry entry) {
        String text = entry.value().isValueNode()
                ? entry.value().asText()
                : entry.value().toString();
        return text.length() <= MAX_VALUE_LENGTH ? text : text.substring(0, MAX_VALUE_LENGTH) + "…";
    }
}
