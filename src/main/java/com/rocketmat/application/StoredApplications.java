package com.rocketmat.application;

import com.rocketmat.application.ApplicationReport.Event;
import com.rocketmat.application.ApplicationReport.Look;
import com.rocketmat.application.ApplicationReport.Sentence;
import com.rocketmat.application.ApplicationReport.Standing;
import com.rocketmat.application.ApplicationReport.Version;
import com.rocketmat.audit.AuditLog;
import com.rocketmat.audit.Pseudonyms;
import com.rocketmat.decision.DecisionKind;
import com.rocketmat.decision.DecisionView;
import com.rocketmat.decision.History;
import com.rocketmat.model.ModelCards;
import com.rocketmat.model.ModelView;
import com.rocketmat.model.Models;
import com.rocketmat.privacy.Withheld;
import com.rocketmat.privacy.Withheld.Exercised;
import com.rocketmat.privacy.words.Explanation;
import com.rocketmat.privacy.words.Explanations;
import com.rocketmat.privacy.words.Language;
import com.rocketmat.privacy.words.PlainWords;
import com.rocketmat.score.PersonalScores;
import com.rocketmat.score.ScoreState;
import com.rocketmat.score.ScoreView;
import com.rocketmat.sync.run.WantedApplications;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.scope.TenantRows;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Reports what is stored about one application, and logs the access. */
@TenantRows
class StoredApplications {

    private static final String ACTION = "application";
    /** States after which a score may be sent once their remedy is followed. */
    private static final Set<ScoreState> SENT_AFTER_REMEDY =
            EnumSet.of(ScoreState.DRY, ScoreState.SHADOW, ScoreState.SUPERSEDED);

    private final PersonalScores scores;
    private final History decisions;
    private final WantedApplications wanted;
    private final Models models;
    private final ModelCards cards;
    private final Withheld withheld;
    private final Explanations explanations;
    private final Pseudonyms pseudonyms;
    private final AuditLog audit;

    StoredApplications(
            PersonalScores scores,
            History decisions,
            WantedApplications wanted,
            Models models,
            ModelCards cards,
            Withheld withheld,
            Explanations explanations,
            Pseudonyms pseudonyms,
            AuditLog audit) {
        this.scores = scores;
        this.decisions = decisions;
        this.wanted = wanted;
        this.models = models;
        this.cards = cards;
        this.withheld = withheld;
        this.explanations = explanations;
        this.pseudonyms = pseudonyms;
        this.audit = audit;
    }

    /**
     * In one transaction with the audit log: without an entry, no report.
     *
     * @return empty if nothing is stored and Greenhouse was not read
     */
    Optional<ApplicationReport> find(
            TenantId tenant, long applicationId, List<Sentence> obstacles, Optional<Look> look, Language language) {
        List<ScoreView> views = scores.ofApplication(tenant, applicationId);
        List<DecisionView> decided = decisions.ofApplication(tenant, applicationId);
        Optional<Long> objecting = withheld.candidate(tenant, applicationId);
        boolean stored = !views.isEmpty() || !decided.isEmpty() || objecting.isPresent();
        if (look.isEmpty() && !stored && !wanted.waits(tenant, applicationId)) {
            return Optional.empty();
        }
        Optional<Long> candidate = look.flatMap(current -> Optional.ofNullable(current.shown()))
                .map(shown -> shown.candidateId())
                .or(() -> scores.candidate(tenant, applicationId))
                .or(() -> decided.stream()
                        .map(DecisionView::candidate)
                        .filter(Objects::nonNull)
                        .findFirst())
                .or(() -> objecting)
                .or(() -> wanted.candidate(tenant, applicationId));
        audit(tenant, candidate, look.isPresent());
        Optional<ScoreView> score = views.stream().findFirst();
        Optional<ModelView> model = score.flatMap(view -> models.find(tenant, view.modelVersion()));
        Optional<Exercised> exercised = candidate.map(id -> withheld.rights(tenant, id));
        return Optional.of(new ApplicationReport(
                applicationId,
                language.code(),
                standing(score, decided, exercised, language),
                score.filter(view -> view.value() != null)
                        .map(view -> explanation(view, model, language))
                        .orElse(null),
                score.map(view -> version(tenant, view, model)).orElse(null),
                decided.stream().map(decision -> event(decision, language)).toList(),
                exercised.orElse(null),
                obstacles,
                PlainWords.contest(language),
                look.orElse(null)));
    }

    private void audit(TenantId tenant, Optional<Long> candidate, boolean look) {
        Map<String, String> details = new TreeMap<>(Map.of("look", String.valueOf(look)));
        candidate.ifPresent(id -> details.put("candidate", pseudonyms.of(tenant, id)));
        audit.note(tenant, ACTION, details);
    }

    private static Standing standing(
            Optional<ScoreView> score, List<DecisionView> decided, Optional<Exercised> exercised, Language language) {
        boolean mayBeScored = exercised.map(Exercised::mayBeScored).orElse(true);
        return score.map(view -> new Standing(
                        view.state(),
                        PlainWords.of(view.state(), language),
                        view.value(),
                        view.scoredAt(),
                        view.writtenAt(),
                        replaced(view, decided, language).orElse(view.reason()),
                        // nothing is sent for a candidate who may not be scored
                        PlainWords.remedy(view.state(), language)
                                .filter(_ -> mayBeScored || !SENT_AFTER_REMEDY.contains(view.state()))
                                .orElse(null)))
                .orElseGet(() -> new Standing(null, PlainWords.notScored(language), null, null, null, null, null));
    }

    /** Says that a person replaced the written score, unless the score has a reason of its own: its field cannot be emptied. */
    private static Optional<String> replaced(ScoreView score, List<DecisionView> decided, Language language) {
        return decided.stream()
                .filter(event -> event.kind() == DecisionKind.WRITTEN || event.kind() == DecisionKind.OVERRIDDEN)
                .reduce((_, last) -> last)
                .filter(last -> last.kind() == DecisionKind.OVERRIDDEN)
                .filter(_ -> score.state() == ScoreState.WRITTEN && score.reason() == null)
                .map(last -> PlainWords.replaced(last.at(), language));
    }

    private Explanation explanation(ScoreView score, Optional<ModelView> model, Language language) {
        return explanations.of(
                score.value(), score.reasons(), model.map(ModelView::name), score.modelVersion(), language);
    }

    private Version version(TenantId tenant, ScoreView score, Optional<ModelView> model) {
        String address = "/api/tenants/%s/models/%s".formatted(tenant, score.modelVersion());
        return new Version(
                score.modelVersion(),
                model.map(ModelView::name).orElse(null),
                model.map(ModelView::state).orElse(null),
                address,
                cards.find(tenant, score.modelVersion())
                        .map(_ -> address + "/card")
                        .orElse(null));
    }

    private static Event event(DecisionView decision, Language language) {
        return new Event(
                decision.at(),
                decision.kind(),
                PlainWords.of(decision.kind(), decision.mode(), language),
                decision.value(),
                decision.version(),
                decision.mode(),
                decision.detail());
    }
}
