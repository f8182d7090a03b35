package com.rocketmat.console.element;

import com.rocketmat.doctor.Finding;
import com.rocketmat.model.ModelState;
import com.rocketmat.privacy.words.Verdict;
import com.rocketmat.score.ScoreState;
import com.rocketmat.sync.run.RunView;
import com.rocketmat.tenant.TenantView;
import com.rocketmat.tenant.state.TenantState;
import io.quarkus.qute.TemplateData;
import io.quarkus.qute.TemplateExtension;

/** A label and its colour, which is never the only sign; {@code tone} is {@code good}, {@code warn}, {@code bad} or {@code calm}. */
@TemplateData
@TemplateExtension(namespace = "badge")
public record Badge(String label, String tone) {

    public static Badge of(TenantView tenant) {
        return of(tenant.state(), tenant.reason() != null);
    }

    public static Badge of(TenantState state, boolean hasRemark) {
        return new Badge(
                Formats.title(state),
                switch (state) {
                    case ACTIVE -> hasRemark ? "warn" : "good";
                    case DRY_RUN -> hasRemark ? "warn" : "calm";
                    case BLOCKED, INVALID -> "bad";
                    case PAUSED -> "warn";
                    case STOPPED -> "calm";
                });
    }

    public static Badge of(ModelState state) {
        return new Badge(
                Formats.title(state),
                switch (state) {
                    case ACTIVE -> "good";
                    case SHADOW -> "warn";
                    case QUARANTINED -> "bad";
                    case UPLOADED, RETIRED -> "calm";
                });
    }

    public static Badge of(ScoreState state) {
        return new Badge(
                Formats.title(state),
                switch (state) {
                    case WRITTEN -> "good";
                    case REFUSED -> "bad";
                    case PENDING -> "warn";
                    case DRY, SHADOW, GONE, SUPERSEDED -> "calm";
                });
    }

    public static Badge of(RunView run) {
        if (run.endedAt() == null) {
            return run.error() == null ? new Badge("Running", "calm") : new Badge("Stuck", "bad");
        }
        return run.error() != null
                ? new Badge("With errors", "bad")
                : run.failed() > 0 ? new Badge("With failures", "warn") : new Badge("Done", "good");
    }

    public static Badge of(Verdict verdict) {
        return new Badge(
                Formats.title(verdict),
                switch (verdict) {
                    case SCORED_NEXT, SCORED_AGAIN, SCORED_IN_TRIAL -> "good";
                    case LEFT_ALONE -> "calm";
                    case NOT_SEEN -> "bad";
                });
    }

    public static String tone(long bad, long unknown) {
        return bad > 0 ? "bad" : unknown > 0 ? "warn" : "good";
    }

    public static Badge of(Finding finding) {
        if (finding.unknown()) {
            return new Badge("Could not be checked", "warn");
        }
        return new Badge(
                finding.status() == Finding.Status.OK ? "OK" : Formats.title(finding.status()),
                switch (finding.status()) {
                    case OK -> "good";
                    case WARNING -> "warn";
                    case FAILED -> "bad";
                    case SKIPPED -> "calm";
                });
    }
}
