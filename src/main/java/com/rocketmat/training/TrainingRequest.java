package com.rocketmat.training;

import com.rocketmat.harvest.CreatedBetween;
import com.rocketmat.problem.Choice;
import com.rocketmat.problem.HttpProblem;
import com.rocketmat.problem.ProblemType;
import com.rocketmat.table.TableFormat;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * @param features empty for the default selection
 * @param asOf the time for which ages are computed; empty for the creation of each application
 */
record TrainingRequest(List<String> features, CreatedBetween when, Optional<Instant> asOf, TableFormat format) {

    /**
     * Parsed here, because JAX-RS answers 404 for a query parameter that cannot be converted.
     *
     * @param format overrides the accepted media type; may be null
     */
    static TrainingRequest of(
            List<String> features, String from, String to, String asOf, String format, TableFormat accepted) {
        CreatedBetween when = new CreatedBetween(time("from", from), time("to", to));
        if (when.from().isPresent()
                && when.to().isPresent()
                && !when.from().get().isBefore(when.to().get())) {
            throw badParameter("to", "to is not after from", "use a later time");
        }
        return new TrainingRequest(
                FeatureList.of(features),
                when,
                time("asOf", asOf),
                format == null ? accepted : Choice.of("format", TableFormat.class, TableFormat::label, format));
    }

    private static Optional<Instant> time(String field, String text) {
        if (text == null || text.isBlank()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    text.contains("T")
                            ? Instant.parse(text).truncatedTo(ChronoUnit.MILLIS)
                            : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant());
        } catch (DateTimeParseException _) {
            throw badParameter(
                    field,
                    field + " is neither a date nor a time in UTC",
                    "write it as 2026-01-31 or 2026-01-31T08:00:00Z");
        }
    }

    private static HttpProblem badParameter(String field, String detail, String remedy) {
        return ProblemType.BAD_PARAMETER.problem(detail, remedy).with("field", field);
    }
}
