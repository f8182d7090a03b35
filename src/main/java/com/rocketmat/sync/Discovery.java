package com.rocketmat.sync;

import com.rocketmat.feature.FeatureCatalogue;
import com.rocketmat.feature.FeaturePlan;
import com.rocketmat.feature.FeatureValue;
import com.rocketmat.feature.Subject;
import com.rocketmat.harvest.Application;
import com.rocketmat.harvest.HarvestSession;
import com.rocketmat.harvest.Page;
import com.rocketmat.model.ActiveModel;
import com.rocketmat.model.Models;
import com.rocketmat.model.ScoredRow;
import com.rocketmat.model.ScoringFailed;
import com.rocketmat.score.NewScore;
import com.rocketmat.score.Reason;
import com.rocketmat.score.ScoreField;
import com.rocketmat.score.Scores;
import com.rocketmat.sync.Lookups.Lookup;
import com.rocketmat.tenant.TenantId;
import com.rocketmat.tenant.TenantSettings;
import com.rocketmat.tenant.TenantSettings.Mode;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** Reads one page of a run's window and records the scores of the applications on it that carry none. */
@ApplicationScoped
class Discovery {

    private final FeatureCatalogue catalogue;
    private final Models models;
    private final Scores scores;
    private final Runs runs;

    Discovery(FeatureCatalogue catalogue, Models models, Scores scores, Runs runs) {
        this.catalogue = catalogue;
        this.models = models;
        this.scores = scores;
        this.runs = runs;
    }

    /** @param goOn asked before each part of the page; what is left of it is found again when it is read again */
    void readPage(
            TenantSettings settings,
            HarvestSession session,
            Lookup lookup,
            ScoreField field,
            ActiveModel model,
            OpenRun run,
            BooleanSupplier goOn) {
        TenantId tenant = settings.id();
        boolean dryRun = settings.mode() == Mode.DRY_RUN;
        FeaturePlan plan = catalogue.plan(model.features());
        if (run.reading().sweep() && run.reading().nextPage().isEmpty()) {
            // a job that is opened again moves none of its applications: only a sweep finds them, and it must not go by
            // what was closed
            lookup.jobs().clear();
        }
        SubjectReader reader = new SubjectReader(session, lookup, plan);
        Optional<Page<Application>> page = run.reading().page(session, settings.jobs(), reader.applicationFields());
        if (page.isEmpty()) {
            runs.restart(tenant, run);
            return;
        }
        Eligibility eligibility = new Eligibility(settings, field);
        List<Application> unscored = unsettled(
                tenant,
                model,
                dryRun,
                page.get().rows().stream().filter(eligibility::admits).toList());
        // a budget that ends within the page keeps what is scored by then, so that any budget gets on
        List<List<Application>> parts = SubjectReader.batches(reader.onOpenJobs(unscored));
        for (int part = 0; part < parts.size() - 1; part++) {
            runs.recordPart(
                    tenant, run, model.version(), score(tenant, model, plan, reader.read(parts.get(part))), dryRun);
            // the rest of the window is for what waits now
            boolean writesFirst = settings.mode() == Mode.LIVE && session.scarce() && scores.anyWaiting(tenant);
            if (writesFirst || !goOn.getAsBoolean()) {
                return;
            }
        }
        List<NewScore> last = parts.isEmpty() ? List.of() : score(tenant, model, plan, reader.read(parts.getLast()));
        runs.recordPage(tenant, run, model.version(), last, dryRun, page.get().next());
    }

    private List<Application> unsettled(
            TenantId tenant, ActiveModel model, boolean dryRun, List<Application> applications) {
        if (applications.isEmpty()) {
            return applications;
        }
        Set<Long> settled = scores.settled(
                tenant,
                model.version(),
                applications.stream().map(Application::id).toList(),
                dryRun);
        return applications.stream()
                .filter(application -> !settled.contains(application.id()))
                .toList();
    }

    private List<NewScore> score(TenantId tenant, ActiveModel model, FeaturePlan plan, List<Subject> subjects) {
        if (subjects.isEmpty()) {
            return List.of();
        }
        List<Map<String, FeatureValue>> rows =
                subjects.stream().map(plan::values).toList();
        try {
            List<ScoredRow> scored = models.score(tenant, model, rows);
            List<NewScore> made = new ArrayList<>();
            for (int row = 0; row < rows.size(); row++) {
                made.add(made(subjects.get(row), scored.get(row)));
            }
            return made;
        } catch (ScoringFailed e) {
            return oneByOne(tenant, model, subjects, rows, e);
        }
    }

    /**
     * One row that the model cannot score does not cost the others theirs. When it can score none, the model is at fault, unless it
     * ran: a page may hold a single application, and that one lack a value.
     */
    private List<NewScore> oneByOne(
            TenantId tenant,
            ActiveModel model,
            List<Subject> subjects,
            List<Map<String, FeatureValue>> rows,
            ScoringFailed ofAll) {
        List<NewScore> made = new ArrayList<>();
        boolean ran = false;
        for (int row = 0; row < rows.size(); row++) {
            Subject subject = subjects.get(row);
            try {
                ScoredRow scored =
                        models.score(tenant, model, List.of(rows.get(row))).getFirst();
                made.add(made(subject, scored));
                ran = true;
            } catch (ScoringFailed e) {
                ran |= e.forLackOfValues();
                made.add(NewScore.refused(id(subject), candidate(subject), e.getMessage()));
            }
        }
        if (!ran) {
            throw ofAll;
        }
        return made;
    }

    private static NewScore made(Subject subject, ScoredRow scored) {
        List<Reason> reasons = scored.reasons().stream()
                .map(reason -> new Reason(reason.feature(), reason.weight()))
                .toList();
        return NewScore.of(id(subject), candidate(subject), scored.value(), reasons);
    }

    private static long id(Subject subject) {
        return subject.application().id();
    }

    private static long candidate(Subject subject) {
        return subject.application().candidateId();
    }
}
