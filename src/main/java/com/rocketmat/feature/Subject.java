package com.rocketmat.feature;

import com.rocketmat.harvest.Application;
import com.rocketmat.harvest.Candidate;
import com.rocketmat.harvest.Education;
import com.rocketmat.harvest.Employment;
import com.rocketmat.harvest.Job;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The rows that one score is made of. A row that was not fetched is null; its features are missing.
 *
 * @param employments those of this candidate
 * @param educations those of this candidate
 * @param optionNames names of custom field options by id, for degree, discipline and school
 * @param asOf the time of the run by Greenhouse's clock
 */
public record Subject(
        Application application,
        Candidate candidate,
        Job job,
        List<Employment> employments,
        List<Education> educations,
        Map<Long, String> optionNames,
        Instant asOf) {

    public Subject {
        employments = present(employments);
        educations = present(educations);
        optionNames = optionNames == null ? Map.of() : optionNames;
        Objects.requireNonNull(asOf, "asOf");
    }

    private static <T> List<T> present(List<T> rows) {
        return rows == null ? List.of() : rows.stream().filter(Objects::nonNull).toList();
    }

    /** The name that the row itself gives, else that of the option that it points to, or null. */
    String optionName(String given, Long option) {
        if (given != null) {
            return given;
        }
        return option == null ? null : optionNames.get(option);
    }

    /** Candidate data must not reach a log by accident. */
    @Override
    public String toString() {
        return "Subject[application " + (application == null ? "none" : application.id()) + "]";
    }
}
