package com.rocketmat.score;

import com.rocketmat.harvest.row.Application;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The latest score that we wrote to an application.
 *
 * @param everWritten every value that we wrote to the application
 */
public record OwnScore(long applicationId, String modelVersion, Collection<Value> everWritten) {

    /** How long a list may show an application as it was before our write. */
    static final Duration VISIBLE = Duration.ofMinutes(10);

    /** What was written; {@code field} is a {@code name_key}, or null if unknown; {@code at} is null if the write may be in flight. */
    public record Value(BigDecimal value, String field, Instant at) {

        public static Value anywhere(BigDecimal value, Instant at) {
            return new Value(value, null, at);
        }

        private static Value of(Score row) {
            // one that waits again may have been written to the tenant's former field
            return new Value(row.value, row.writtenAt == null ? null : row.field, row.writtenAt);
        }

        private boolean isIn(Application row, ScoreField present) {
            return isOf(present) && present.carries(row.customFields(), value);
        }

        private boolean isOf(ScoreField present) {
            return field == null || field.equals(present.nameKey());
        }

        private boolean isNew(ScoreField present, Instant now) {
            return isOf(present) && isNew(now);
        }

        private boolean isNew(Instant now) {
            return at != null && at.isAfter(now.minus(VISIBLE));
        }
    }

    static final Comparator<Score> NEWEST_LAST = Comparator.comparing(row -> row.scoredAt);

    /** Empty also if the application was erased since it was looked for. */
    static Optional<OwnScore> of(Map<Long, List<Score>> rows, long applicationId) {
        return of(rows.getOrDefault(applicationId, List.of()));
    }

    /** From an application's rows; empty if none of them is in Greenhouse. */
    static Optional<OwnScore> of(Collection<Score> rows) {
        return rows.stream()
                .filter(row -> row.state == ScoreState.WRITTEN)
                .max(Comparator.comparing(row -> row.writtenAt))
                .map(last -> of(
                        last,
                        rows.stream()
                                .filter(row -> row.writtenAt != null && row.value != null)
                                .map(Value::of)
                                .toList()));
    }

    /**
     * The same for a candidate who must no longer be scored. A score that waits, or waited until that became known or its application was
     * hidden, may have been sent: if the replica that sent it died, only the field shows it.
     */
    static Optional<OwnScore> orOnItsWay(Collection<Score> rows) {
        List<Value> onTheirWay = onTheirWay(rows).map(Value::of).toList();
        return of(rows).map(own -> own.and(onTheirWay))
                .or(() -> onTheirWay(rows).max(NEWEST_LAST).map(last -> of(last, onTheirWay)));
    }

    /** Not known to be written. */
    static Stream<Score> onTheirWay(Collection<Score> rows) {
        return rows.stream()
                .filter(row -> row.writtenAt == null
                        && row.value != null
                        && switch (row.state) {
                            case PENDING, SUPERSEDED, REFUSED, GONE -> true;
                            case WRITTEN, DRY, SHADOW -> false;
                        });
    }

    static OwnScore of(Score row) {
        return of(row, List.of(Value.of(row)));
    }

    private static OwnScore of(Score row, Collection<Value> everWritten) {
        return new OwnScore(row.applicationId, row.modelVersion, everWritten);
    }

    private OwnScore and(Collection<Value> more) {
        return new OwnScore(
                applicationId,
                modelVersion,
                Stream.concat(everWritten.stream(), more.stream()).toList());
    }

    /**
     * Whether the field has a value that we wrote to it, rather than another user's. Earlier values count too, because a list may show
     * a row as it was before our last write.
     */
    public boolean isIn(Application row, ScoreField field) {
        return everWritten.stream().anyMatch(value -> value.isIn(row, field));
    }

    /** Whether a write to the field is known to have succeeded, rather than only perhaps been sent. */
    public boolean wasWrittenTo(ScoreField field) {
        return everWritten.stream().anyMatch(value -> value.at != null && value.isOf(field));
    }

    /** Whether the field may only look empty, since the list shows the row as it was before our write. */
    public boolean mayShowLater(Application row, ScoreField field, Instant now) {
        return field.empty(row.customFields()) && everWritten.stream().anyMatch(value -> value.isNew(field, now));
    }

    /** Whether a list may still show the application as it was before our write. */
    public boolean isNew(Instant now) {
        return everWritten.stream().anyMatch(value -> value.isNew(now));
    }
}
