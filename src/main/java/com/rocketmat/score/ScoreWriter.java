package com.rocketmat.score;

import com.rocketmat.harvest.Application;
import com.rocketmat.harvest.CustomFieldWrite;
import com.rocketmat.harvest.HarvestException;
import com.rocketmat.harvest.HarvestFailure.Invalid;
import com.rocketmat.harvest.HarvestFailure.NotFound;
import com.rocketmat.harvest.HarvestSession;
import com.rocketmat.score.Scores.Waiting;
import com.rocketmat.tenant.TenantSettings;
import com.rocketmat.tenant.TenantSettings.WriteMode;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Brings waiting scores to Greenhouse, one batch of freshly read rows at a time. */
@ApplicationScoped
public class ScoreWriter {

    static final String SCORES = "rocketmat_scores";

    private static final int BATCH = 50;
    /** A row older than this may hide an edit; the next batch reads it again. */
    private static final Duration FRESH = Duration.ofSeconds(30);

    private final Scores scores;
    private final Clock clock;
    private final MeterRegistry metrics;

    ScoreWriter(Scores scores, Clock clock, MeterRegistry metrics) {
        this.scores = scores;
        this.clock = clock;
        this.metrics = metrics;
    }

    /** What a batch did. */
    public record Batch(int written, int leftAlone, int failed) {

        private Batch and(ScoreState state) {
            return switch (state) {
                case WRITTEN -> new Batch(written + 1, leftAlone, failed);
                case SUPERSEDED -> new Batch(written, leftAlone + 1, failed);
                default -> new Batch(written, leftAlone, failed + 1);
            };
        }
    }

    /**
     * Writes one batch, the newest applications first.
     *
     * @param goOn asked before each PATCH
     * @param after told what is done after each one, also when the next one fails
     * @throws HarvestException of the first call that failed in a way that concerns more than one row
     */
    public void write(
            TenantSettings settings,
            HarvestSession session,
            ScoreField field,
            BooleanSupplier goOn,
            Consumer<Batch> after) {
        List<Waiting> waiting = scores.waiting(settings.id(), Math.min(BATCH, session.applicationsACall()));
        if (waiting.isEmpty()) {
            return;
        }
        List<Long> ids = waiting.stream().map(Waiting::applicationId).distinct().toList();
        Instant read = clock.instant();
        Map<Long, Application> rows = session.applications(ids, Set.of("id", "custom_fields")).stream()
                .collect(Collectors.toMap(Application::id, Function.identity(), (first, _) -> first));
        for (Waiting score : waiting) {
            if (!goOn.getAsBoolean() || clock.instant().isAfter(read.plus(FRESH))) {
                return;
            }
            Settled settled = write(settings, session, field, score, rows.get(score.applicationId()));
            scores.settle(settings.id(), score, settled.state(), settled.reason());
            metrics.counter(SCORES, "outcome", settled.state().name()).increment();
            after.accept(new Batch(0, 0, 0).and(settled.state()));
        }
    }

    private record Settled(ScoreState state, String reason) {}

    private Settled write(
            TenantSettings settings, HarvestSession session, ScoreField field, Waiting score, Application row) {
        if (row == null) {
            return new Settled(ScoreState.GONE, "the application is deleted, merged or no longer visible");
        }
        if (field.carries(row.customFields(), score.value())) {
            // an earlier PATCH of unknown outcome did arrive
            return new Settled(ScoreState.WRITTEN, null);
        }
        if (!field.empty(row.customFields())) {
            return new Settled(ScoreState.SUPERSEDED, "the field was filled meanwhile, and is left alone");
        }
        List<CustomFieldWrite> fields = new ArrayList<>();
        fields.add(new CustomFieldWrite(field.nameKey(), field.wire(score.value())));
        // "auto" stays with "full", which is safe whether Greenhouse merges or replaces, until merging is proved
        if (settings.writeMode() != WriteMode.MERGE && !session.merges()) {
            switch (OtherFields.of(row.customFields(), field.nameKey())) {
                case OtherFields.Outcome.Lossy lossy -> {
                    return new Settled(
                            ScoreState.REFUSED,
                            "custom field '%s' of type %s could not be sent back without loss; write_mode merge does not need it"
                                    .formatted(lossy.field(), lossy.type()));
                }
                case OtherFields.Outcome.Resendable others -> fields.addAll(others.fields());
            }
        }
        return patch(session, score, fields);
    }

    private static Settled patch(HarvestSession session, Waiting score, List<CustomFieldWrite> fields) {
        try {
            session.update(score.applicationId(), fields);
            return new Settled(ScoreState.WRITTEN, null);
        } catch (HarvestException e) {
            return switch (e.failure()) {
                case NotFound _ -> new Settled(ScoreState.GONE, "Greenhouse knows no such application");
                case Invalid _ -> refused(session, fields, e);
                // the rest concerns the tenant; an unknown outcome is read back before anything is repeated
                default -> throw e;
            };
        }
    }

    /** A refusal may be about this row, or about the field itself: then nothing more is tried. */
    private static Settled refused(HarvestSession session, List<CustomFieldWrite> fields, HarvestException e) {
        ScoreField.find(session, fields.getFirst().nameKey());
        String names = fields.stream().map(CustomFieldWrite::nameKey).collect(Collectors.joining(", "));
        return new Settled(ScoreState.REFUSED, "Greenhouse refuses the values of %s: %s".formatted(names, e.failure()));
    }
}
