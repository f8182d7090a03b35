package com.rocketmat.score;

import com.rocketmat.harvest.row.Application;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The latest score that we wrote to an application.
 *
 * @param modelVersion the version that computed it
 * @param reasons written beside it
 * @param everWritten all values that we have written to the application
 */
public record OwnScore(
        long applicationId, String modelVersion, List<Reason> reasons, Collection<BigDecimal> everWritten) {

    static final Comparator<Score> NEWEST_LAST = Comparator.comparing(row -> row.scoredAt);

    /** From an application's rows; empty if none of them is in Greenhouse. */
    static Optional<OwnScore> of(Collection<Score> rows) {
        return rows.stream()
                .filter(row -> row.state == ScoreState.WRITTEN)
                .max(Comparator.comparing(row -> row.writtenAt))
                .map(last -> of(
                        last,
                        rows.stream()
                                .filter(row -> row.writtenAt != null)
                                .map(row -> row.value)
                                .filter(Objects::nonNull)
                                .toList()));
    }

    /**
     * The same for a candidate who is not to be scored any more. A score that waits, or waited when that became known, may have been on its
     * way: if the replica that sent it died, nothing but the field tells.
     */
    static Optional<OwnScore> orOnItsWay(Collection<Score> rows) {
        List<BigDecimal> onTheirWay = onTheirWay(rows).map(row -> row.value).toList();
        return of(rows).map(own -> own.and(onTheirWay))
                .or(() -> onTheirWay(rows).max(NEWEST_LAST).map(last -> of(last, onTheirWay)));
    }

    /** Not written as far as we know. */
    static Stream<Score> onTheirWay(Collection<Score> rows) {
        return rows.stream()
                .filter(row -> row.writtenAt == null
                        && row.value != null
                        && switch (row.state) {
                            case PENDING, SUPERSEDED, REFUSED -> true;
                            case WRITTEN, DRY, SHADOW, GONE -> false;
                        });
    }

    static OwnScore of(Score row, Collection<BigDecimal> everWritten) {
        return new OwnScore(
                row.applicationId, row.modelVersion, row.reasons == null ? List.of() : row.reasons, everWritten);
    }

    private OwnScore and(Collection<BigDecimal> more) {
        return new OwnScore(
                applicationId,
                modelVersion,
                reasons,
                Stream.concat(everWritten.stream(), more.stream()).toList());
    }

    /**
     * Whether the field has a value that we wrote, rather than another user's. Earlier values count too, because a list may show
     * a row as it was before our last write.
     */
    public boolean isIn(Application row, ScoreField field) {
        return everWritten.stream().anyMatch(value -> field.carries(row.customFields(), value));
    }
}
