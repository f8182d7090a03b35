package com.rocketmat.score;

import com.rocketmat.harvest.row.Application;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The latest score that we wrote to an application.
 *
 * @param modelVersion the version that computed it
 * @param reasons written beside it
 * @param everWritten all values that we have written to the application
 */
public record OwnScore(
        long applicationId, String modelVersion, List<Reason> reasons, Collection<BigDecimal> everWritten) {

    /** From an application's rows; empty if none of them is in Greenhouse. */
    static Optional<OwnScore> of(Collection<Score> rows) {
        return rows.stream()
                .filter(row -> row.state == ScoreState.WRITTEN)
                .max(Comparator.comparing(row -> row.writtenAt))
                .map(last -> new OwnScore(
                        last.applicationId,
                        last.modelVersion,
                        last.reasons == null ? List.of() : last.reasons,
                        rows.stream()
                                .filter(row -> row.writtenAt != null)
                                .map(row -> row.value)
                                .filter(Objects::nonNull)
                                .toList()));
    }

    /**
     * Whether the field has a value that we wrote, rather than another user's. Earlier values count too, because a list may show
     * a row as it was before our last write.
     */
    public boolean isIn(Application row, ScoreField field) {
        return everWritten.stream().anyMatch(value -> field.carries(row.customFields(), value));
    }
}
