package com.rocketmat.sync;

import com.rocketmat.harvest.Page;
import com.rocketmat.harvest.row.Application;
import com.rocketmat.model.ActiveModel;
import com.rocketmat.score.NewScore;
import com.rocketmat.sync.reading.Eligibility;
import com.rocketmat.sync.reading.SubjectReader;
import com.rocketmat.sync.run.OpenRun;
import com.rocketmat.sync.run.Positions;
import com.rocketmat.sync.run.RunLog;
import com.rocketmat.sync.run.Scored;
import com.rocketmat.tenant.scope.TenantId;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.instrumentation.annotations.WithSpan;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Reads the pages of a run's window and scores the applications on them that have no score. Each step returns what to record of
 * it, in one transaction with the choice of the next step.
 */
@ApplicationScoped
class Discovery {

    /** Counts applications without a score by their outcome so far; the outcomes of writes are counted where they are written. */
    static final String APPLICATIONS = "rocketmat_applications";

    private final Shadows shadows;
    private final Scoring scoring;
    private final Positions positions;
    private final RunLog runs;
    private final Counter discovered;
    private final Counter scored;
    private final Counter failed;

    Discovery(Shadows shadows, Scoring scoring, Positions positions, RunLog runs, MeterRegistry metrics) {
        this.shadows = shadows;
        this.scoring = scoring;
        this.positions = positions;
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
        // a model activated meanwhile may need attributes that later pages do not contain
        boolean carries = first(run) || attributes.containsAll(reader.activeApplicationFields());
        Optional<Page<Application>> page =
                carries ? run.reading().page(slice.session(), slice.settings().jobs(), attributes) : Optional.empty();
        if (page.isEmpty()) {
            return () -> Progress.of(runs.restart(tenant, run));
        }
        List<Application> eligible = eligible(slice, page.get().rows());
        return () -> {
            List<Application> unscored = unsettled(slice, eligible);
            var loaded = new LoadedPage(reader, page.get().next(), attributes, unscored, false);
            return unscored.isEmpty()
                    ? Progress.of(
                            recorded(slice, run, Scored.nothing(slice.model().version()), loaded))
                    : Progress.within(run, loaded);
        };
    }

    /** Part of the page at a time: if the budget ends within it, what is scored is kept, so that any budget makes progress. */
    @WithSpan("discover")
    Supplier<Progress> score(SliceContext slice, OpenRun run, LoadedPage page) {
        List<Application> onOpenJobs = page.reader().onOpenJobs(page.unscored());
        int part = Math.min(onOpenJobs.size(), SubjectReader.BATCH);
        Scored made = score(slice.tenant(), slice.model(), page.reader(), onOpenJobs.subList(0, part));
        LoadedPage left = page.left(onOpenJobs.subList(part, onOpenJobs.size()));
        return () -> left.unscored().isEmpty()
                ? Progress.of(recorded(slice, run, made, left))
                : Progress.within(runs.recordPart(slice.tenant(), run, made, slice.dryRun()), left);
    }

    private List<Application> unsettled(SliceContext slice, List<Application> applications) {
        if (applications.isEmpty()) {
            return applications;
        }
        Set<Long> settled = positions.settled(
                slice.tenant(),
                slice.model().version(),
                applications.stream().map(Application::id).toList(),
                slice.dryRun());
        return applications.stream()
                .filter(application -> !settled.contains(application.id()))
                .toList();
    }

    private OpenRun recorded(SliceContext slice, OpenRun run, Scored made, LoadedPage page) {
        return runs.recordPage(
                slice.tenant(), run, made, slice.dryRun(), new RunLog.Next(page.next(), page.attributes()));
    }

    /** The fields are requested only if there are rows: most windows of most tenants are empty. */
    private static List<Application> eligible(SliceContext slice, List<Application> rows) {
        if (rows.isEmpty()) {
            return rows;
        }
        Eligibility eligibility =
                new Eligibility(slice.settings(), slice.target().fields().score());
        return rows.stream().filter(eligibility::admits).toList();
    }

    private JointReader reader(SliceContext slice, OpenRun run) {
        if (run.reading().sweep() && first(run)) {
            // a job that is reopened does not update its applications: only a sweep finds them, and it must not rely on
            // cached
            // jobs
            slice.lookup().jobs().clear();
        }
        ShadowPlan watch = first(run)
                ? shadows.watch(slice.tenant(), slice.serving())
                : shadows.watch(slice.tenant(), slice.serving(), run.attributes());
        return new JointReader(slice.tenant(), slice.session(), slice.lookup(), shadows, watch);
    }

    private static boolean first(OpenRun run) {
        return run.reading().nextPage().isEmpty();
    }

    private Scored score(TenantId tenant, ActiveModel model, JointReader reader, List<Application> applications) {
        discovered.increment(applications.size());
        var subjects = reader.read(applications);
        Scored made = scoring.score(tenant, model, reader.watch(), subjects);
        List<NewScore> unscorable =
                made.scores().stream().filter(score -> score.value() == null).toList();
        failed.increment(unscorable.size());
        scored.increment(made.scores().size() - unscorable.size());
        return made;
    }
}
