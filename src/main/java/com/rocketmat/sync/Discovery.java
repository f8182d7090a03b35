package com.rocketmat.sync;

import com.rocketmat.harvest.Operation;
import com.rocketmat.harvest.Page;
import com.rocketmat.harvest.row.Application;
import com.rocketmat.score.LeftAlone;
import com.rocketmat.score.OwnScores;
import com.rocketmat.score.Scores;
import com.rocketmat.score.ScoresInFields;
import com.rocketmat.sync.reading.SubjectReader;
import com.rocketmat.sync.run.OpenRun;
import com.rocketmat.sync.run.RunLog;
import com.rocketmat.sync.run.Scored;
import com.rocketmat.sync.run.WantedApplications;
import com.rocketmat.tenant.scope.TenantId;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.instrumentation.annotations.WithSpan;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Reads the pages of a run's window and scores the applications that have no score. Each step returns what to record, in one transaction with
 * the choice of the next step.
 */
@ApplicationScoped
class Discovery {

    /** Counts what runs record by outcome, renewed scores too; the outcomes of writes are counted by their writer. */
    static final String APPLICATIONS = "rocketmat_applications";

    private final Shadows shadows;
    private final Scoring scoring;
    private final Selection selection;
    private final CandidateRights rights;
    private final Scores scores;
    private final OwnScores ownScores;
    private final ScoresInFields inFields;
    private final WantedApplications wanted;
    private final Recording recording;
    private final Rescoring rescoring;
    private final RunLog runs;
    private final Counter discovered;
    private final Counter scored;
    private final Counter failed;

    Discovery(
            Shadows shadows,
            Scoring scoring,
            Selection selection,
            CandidateRights rights,
            Scores scores,
            OwnScores ownScores,
            ScoresInFields inFields,
            WantedApplications wanted,
            Recording recording,
            Rescoring rescoring,
            RunLog runs,
            MeterRegistry metrics) {
        this.shadows = shadows;
        this.scoring = scoring;
        this.selection = selection;
        this.rights = rights;
        this.scores = scores;
        this.ownScores = ownScores;
        this.inFields = inFields;
        this.wanted = wanted;
        this.recording = recording;
        this.rescoring = rescoring;
        this.runs = runs;
        this.discovered = metrics.counter(APPLICATIONS, "outcome", "discovered");
        this.scored = metrics.counter(APPLICATIONS, "outcome", "scored");
        this.failed = metrics.counter(APPLICATIONS, "outcome", "failed");
    }

    @WithSpan("discover")
    Supplier<Progress> read(SliceContext slice, OpenRun run) {
        TenantId tenant = slice.tenant();
        JointReader reader = reader(slice, run);
        Set<String> attributes = first(run) ? reader.applicationFields() : run.attributes();
        // a model activated since may need attributes that later pages do not contain
        boolean carries = attributes.containsAll(reader.activeApplicationFields());
        Optional<Page<Application>> page =
                carries ? run.reading().page(slice.session(), slice.settings().jobs(), attributes) : Optional.empty();
        if (page.isEmpty()) {
            return () -> Progress.of(runs.restart(tenant, run));
        }
        OpenRun read = run.with(run.reading().noLaterThan(slice.session().now()));
        List<Application> rows = page.get().rows();
        if (run.sweep() && first(run) && rows.isEmpty() && scores.any(tenant)) {
            slice.session().requireAnyShown(Operation.LIST_APPLICATIONS, rows);
        }
        List<Application> eligible = selection.eligible(slice, rows);
        FoundRights found = rows.isEmpty() ? FoundRights.NONE : slice.optOut().inApplications(rows);
        return () -> {
            rights.record(tenant, found);
            // for all rows: a candidate who is being erased must not be noted as overridden
            Map<Long, LeftAlone> withheld = rights.reasons(tenant, rows);
            // locks the head of the log: after the locks that erasures take first
            readFields(slice, rows);
            if (run.sweep()) {
                wanted.wantAgain(tenant, toReadAgain(slice, rows, withheld), CandidateRights.owners(rows));
            }
            List<Application> unscored = new ArrayList<>(selection.unscored(slice, run, eligible, withheld.keySet()));
            if (run.sweep()) {
                Set<Long> chosen = unscored.stream().map(Application::id).collect(Collectors.toSet());
                rescoring.outdated(slice, run, rows).stream()
                        .filter(row -> !withheld.containsKey(row.candidateId()) && !chosen.contains(row.id()))
                        .forEach(unscored::add);
            }
            var next = new RunLog.NextPage(page.get().next(), attributes);
            var loaded = new LoadedPage(reader, Optional.of(next), List.of(), unscored, List.of(), false);
            return recording.of(slice, read, Scored.NOTHING, loaded);
        };
    }

    private void readFields(SliceContext slice, List<Application> rows) {
        if (!rows.isEmpty()) {
            inFields.read(slice.tenant(), rows, slice.target().fields().score());
        }
    }

    /**
     * Applications to read again by their ids, with their candidates, which are not read with the page: those that carry a score of ours to
     * empty. If candidates have the opt_out_field, all that carry a score of ours, and those of candidates who object.
     */
    private Set<Long> toReadAgain(SliceContext slice, List<Application> rows, Map<Long, LeftAlone> withheld) {
        boolean all = !rows.isEmpty() && slice.optOut().ofCandidates();
        Set<Long> candidates = rows.stream()
                .filter(row -> all || withheld.containsKey(row.candidateId()))
                .map(Application::id)
                .collect(Collectors.toSet());
        Set<Long> again = new HashSet<>();
        ownScores.toEmpty(slice.tenant(), candidates).forEach(own -> again.add(own.applicationId()));
        if (all) {
            rows.stream()
                    .filter(row -> withheld.get(row.candidateId()) == LeftAlone.OBJECTS)
                    .map(Application::id)
                    .forEach(again::add);
        }
        return again;
    }

    /** Scores part of the page, and keeps that if the budget ends within the page: any budget makes progress. */
    @WithSpan("discover")
    Supplier<Progress> score(SliceContext slice, OpenRun run, LoadedPage page) {
        List<Application> onOpenJobs = page.reader().onOpenJobs(page.unscored());
        int part = Math.min(onOpenJobs.size(), SubjectReader.BATCH);
        var read = page.reader().read(onOpenJobs.subList(0, part));
        Scored made = rescoring.replacing(
                slice,
                onOpenJobs.subList(0, part),
                scoring.score(slice.tenant(), slice.model(), page.reader().plan(), read.subjects())
                        .with(read.unread()));
        List<Application> rest = new ArrayList<>(read.putOff());
        rest.addAll(onOpenJobs.subList(part, onOpenJobs.size()));
        // not the subjects, which carry whole resumes
        FoundRights found = read.found();
        Set<Long> toCome = read.toCome();
        LoadedPage left = page.left(rest).keepsWanted(toCome::contains);
        return () -> {
            rights.record(slice.tenant(), found);
            Scored permitted = rights.permitted(slice.tenant(), made);
            // those of a window are in the next window again
            wanted.postpone(slice.tenant(), page.named(), toCome::contains);
            return recording.of(slice, run, permitted, left);
        };
    }

    private JointReader reader(SliceContext slice, OpenRun run) {
        if (run.reading().sweep() && first(run)) {
            // reopening a job does not update its applications: only a sweep finds them, and only without cached jobs
            slice.lookup().jobs().clear();
        }
        ShadowPlan plan = first(run)
                ? shadows.plan(slice.tenant(), slice.serving())
                : shadows.plan(slice.tenant(), slice.serving(), run.attributes());
        return new JointReader(slice, shadows, plan);
    }

    private static boolean first(OpenRun run) {
        return run.reading().nextPage().isEmpty();
    }

    /** After the commit: a batch that fails before is read and scored again. */
    void count(@Observes(during = TransactionPhase.AFTER_SUCCESS) Scored recorded) {
        int made = recorded.scores().size();
        int unscorable = (int) recorded.scores().stream()
                .filter(score -> score.value() == null)
                .count();
        discovered.increment(made);
        failed.increment(unscorable);
        scored.increment(made - unscorable);
    }
}
