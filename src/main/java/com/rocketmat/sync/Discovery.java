package com.rocketmat.sync;

import com.rocketmat.harvest.Application;
import com.rocketmat.harvest.HarvestSession;
import com.rocketmat.harvest.Page;
import com.rocketmat.model.ActiveModel;
import com.rocketmat.model.Serving;
import com.rocketmat.score.NewScore;
import com.rocketmat.score.Scores;
import com.rocketmat.sync.Lookups.Lookup;
import com.rocketmat.tenant.TenantId;
import com.rocketmat.tenant.TenantSettings;
import com.rocketmat.tenant.TenantSettings.Mode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.instrumentation.annotations.WithSpan;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** Reads one page of a run's window and records the scores of the applications on it that carry none. */
@ApplicationScoped
class Discovery {

    /** Applications without a score, by what became of them so far; what becomes of their scores is counted where they are written. */
    static final String APPLICATIONS = "rocketmat_applications";

    private final Shadows shadows;
    private final Scoring scoring;
    private final Scores scores;
    private final Runs runs;
    private final Counter discovered;
    private final Counter scored;
    private final Counter failed;

    Discovery(Shadows shadows, Scoring scoring, Scores scores, Runs runs, MeterRegistry metrics) {
        this.shadows = shadows;
        this.scoring = scoring;
        this.scores = scores;
        this.runs = runs;
        this.discovered = metrics.counter(APPLICATIONS, "outcome", "discovered");
        this.scored = metrics.counter(APPLICATIONS, "outcome", "scored");
        this.failed = metrics.counter(APPLICATIONS, "outcome", "failed");
    }

    /**
     * @param goOn asked before each part of the page; what is left of it is found again when it is read again
     * @param next given the run as it stands then, in the transaction that records the page or its part
     */
    @WithSpan("discover")
    <T> T readPage(
            TenantSettings settings,
            HarvestSession session,
            Lookup lookup,
            Serving serving,
            OpenRun run,
            BooleanSupplier goOn,
            Function<OpenRun, T> next) {
        TenantId tenant = settings.id();
        boolean dryRun = settings.mode() == Mode.DRY_RUN;
        ActiveModel model = serving.active();
        JointReader reader = reader(tenant, session, lookup, serving, run);
        Set<String> attributes = first(run) ? reader.applicationFields() : run.attributes();
        // a model that was activated meanwhile may need what the pages after the first one do not carry
        boolean carries = first(run) || attributes.containsAll(reader.activeApplicationFields());
        Optional<Page<Application>> page =
                carries ? run.reading().page(session, settings.jobs(), attributes) : Optional.empty();
        if (page.isEmpty()) {
            return runs.settled(tenant, () -> next.apply(runs.restart(tenant, run)));
        }
        List<Application> unscored = unsettled(
                tenant, model, dryRun, eligible(settings, lookup, page.get().rows()));
        // a budget that ends within the page keeps what is scored by then, so that any budget gets on
        List<List<Application>> parts = SubjectReader.batches(reader.onOpenJobs(unscored));
        OpenRun recorded = run;
        for (int part = 0; part < parts.size() - 1; part++) {
            Scored made = score(tenant, model, reader, parts.get(part));
            OpenRun present = runs.recordPart(tenant, recorded, made, dryRun);
            recorded = present;
            // the rest of the window is for what waits now
            boolean writesFirst = settings.mode() == Mode.LIVE && session.scarce() && scores.anyWaitingFirst(tenant);
            if (writesFirst || !goOn.getAsBoolean()) {
                return runs.together(tenant, () -> next.apply(present));
            }
        }
        Scored made = score(tenant, model, reader, parts.isEmpty() ? List.of() : parts.getLast());
        var after = new Runs.Next(page.get().next(), attributes);
        OpenRun last = recorded;
        return runs.settled(tenant, () -> next.apply(runs.recordPage(tenant, last, made, dryRun, after)));
    }

    /** What the fields are is asked only where there are rows: most windows of most tenants are empty. */
    private static List<Application> eligible(TenantSettings settings, Lookup lookup, List<Application> rows) {
        if (rows.isEmpty()) {
            return rows;
        }
        Eligibility eligibility =
                new Eligibility(settings, lookup.targetFields(settings).score());
        return rows.stream().filter(eligibility::admits).toList();
    }

    private JointReader reader(TenantId tenant, HarvestSession session, Lookup lookup, Serving serving, OpenRun run) {
        if (run.reading().sweep() && first(run)) {
            // a job that is opened again moves none of its applications: only a sweep finds them, and it must not go by
            // what was closed
            lookup.jobs().clear();
        }
        Watch watch = first(run) ? shadows.watch(tenant, serving) : shadows.watch(tenant, serving, run.attributes());
        return new JointReader(tenant, session, lookup, shadows, watch);
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

    private List<Application> unsettled(
            TenantId tenant, ActiveModel model, boolean dryRun, List<Application> applications) {
        if (applications.isEmpty()) {
            return applications;
        }
        Set<Long> settled = runs.settled(
                tenant,
                model.version(),
                applications.stream().map(Application::id).toList(),
                dryRun);
        return applications.stream()
                .filter(application -> !settled.contains(application.id()))
                .toList();
    }
}
