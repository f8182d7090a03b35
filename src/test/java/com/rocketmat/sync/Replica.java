package com.rocketmat.sync;

import com.fasterxml.jackson.databind.node.IntNode;
import com.rocketmat.feature.FeatureCatalogue;
import com.rocketmat.feature.FeaturePlan;
import com.rocketmat.harvest.CustomFieldWrite;
import com.rocketmat.harvest.DirectSession;
import com.rocketmat.harvest.HarvestException;
import com.rocketmat.harvest.HarvestFailure.NotFound;
import com.rocketmat.harvest.Page;
import com.rocketmat.harvest.row.Application;
import com.rocketmat.score.ScoreField;
import com.rocketmat.sync.reading.Eligibility;
import com.rocketmat.sync.reading.ReferenceData;
import com.rocketmat.sync.reading.ReferenceData.Lookup;
import com.rocketmat.sync.reading.SubjectReader;
import com.rocketmat.sync.run.Reading;
import com.rocketmat.sync.run.RunLog;
import com.rocketmat.sync.run.Watermark;
import com.rocketmat.tenant.settings.TenantSettings;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The service's handling of windows, without database, model and scheduler. Real: the watermark, the reading of pages,
 * Greenhouse's time, eligibility, the look-up of jobs and candidates. Modelled after {@link Planner}, {@link Discovery} and
 * {@link RunLog}: the order of the steps, and what is committed together; a score is only recorded as to be written.
 */
final class Replica {

    private static final FeaturePlan PLAN = new FeatureCatalogue().plan(List.of("application.age_days"));

    private final TenantSettings settings;
    private final ScoreField field;
    private final Duration overlap;
    private final Duration sweep;
    private final DirectSession.Greenhouse greenhouse;
    private final int perPage;

    /** The database's content, which survives the process. */
    private Watermark watermark = new Watermark(Optional.empty(), Optional.empty());

    private Optional<Reading> sweeping = Optional.empty();
    /** Beside a sweep, or alone. */
    private Optional<Reading> window = Optional.empty();

    private final Set<Long> waiting = new TreeSet<>();

    /** The process's memory. */
    private DirectSession session;

    private Lookup lookup;

    Replica(
            TenantSettings settings,
            Duration overlap,
            Duration sweep,
            DirectSession.Greenhouse greenhouse,
            Clock local,
            int perPage) {
        this.settings = settings;
        this.field = new ScoreField(settings.scoreField(), true);
        this.overlap = overlap;
        this.sweep = sweep;
        this.greenhouse = greenhouse;
        this.perPage = perPage;
        replacedBy(local);
    }

    /** The process dies, and one with another clock continues from what is committed. */
    void replacedBy(Clock local) {
        session = new DirectSession(greenhouse, local, perPage);
        lookup = new ReferenceData(local).of(settings.id(), session);
        // like the look-up of the score field, a session's first call, which reports Greenhouse's time
        session.jobs(List.of(1L), Set.of("id"));
    }

    /** Reads one page, of a new window if none is open. */
    void readPage() {
        found().ifPresent(this::commit);
    }

    /** Reads one page and is replaced before it commits. */
    void readPageAndDie(Clock next) {
        found();
        replacedBy(next);
    }

    /** Reads the rest of the open window, or a whole new one. */
    void readWindow() {
        do {
            readPage();
        } while (hasOpenWindow());
    }

    /** A window is due: one is opened, beside an open sweep if there is one. */
    void becomeDue() {
        if (window.isEmpty()) {
            start();
        }
    }

    boolean hasOpenWindow() {
        return open().isPresent();
    }

    private Optional<Reading> open() {
        return window.or(() -> sweeping);
    }

    /** Writes waiting scores to Greenhouse: rows are read again, filled ones are skipped. */
    void write() {
        for (Long id : waiting) {
            for (Application row : session.applications(List.of(id), Set.of("id", "custom_fields"))) {
                if (field.empty(row.customFields())) {
                    patch(id);
                }
            }
        }
        waiting.clear();
    }

    private record Found(List<Long> eligible, Page<Application> page) {}

    private Optional<Found> found() {
        Reading reading = open().orElseGet(this::start);
        if (reading.sweep() && reading.nextPage().isEmpty()) {
            lookup.jobs().clear();
        }
        SubjectReader reader = new SubjectReader(session, lookup, PLAN);
        Optional<Page<Application>> page = reading.page(session, settings.jobs(), reader.applicationFields());
        if (page.isEmpty()) {
            goOn(reading.again());
            return Optional.empty();
        }
        Eligibility eligibility = new Eligibility(settings, field);
        List<Application> rows = reader.onOpenJobs(
                page.get().rows().stream().filter(eligibility::admits).toList());
        List<Long> eligible = new ArrayList<>();
        if (!rows.isEmpty()) {
            reader.read(rows)
                    .subjects()
                    .forEach(subject -> eligible.add(subject.application().id()));
        }
        goOn(reading.noLaterThan(session.now()));
        return Optional.of(new Found(eligible, page.get()));
    }

    private Reading start() {
        Reading reading = sweeping.map(sweep -> watermark.beside(sweep.to(), session.now(), overlap))
                .orElseGet(() -> watermark.next(session.now(), overlap, sweep));
        goOn(reading);
        return reading;
    }

    private void commit(Found found) {
        Reading reading = open().orElseThrow().after(found.page().next());
        waiting.addAll(found.eligible());
        watermark = watermark.after(reading);
        goOn(reading);
    }

    /** A run whose window is read completely ends. */
    private void goOn(Reading reading) {
        Optional<Reading> left = Optional.of(reading).filter(present -> !present.whole());
        if (reading.sweep()) {
            sweeping = left;
        } else {
            window = left;
        }
    }

    private void patch(long id) {
        try {
            session.update(id, List.of(new CustomFieldWrite(field.nameKey(), IntNode.valueOf(50))));
        } catch (HarvestException e) {
            if (!(e.failure() instanceof NotFound)) {
                throw e;
            }
        }
    }
}
