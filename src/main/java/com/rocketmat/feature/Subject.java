package com.rocketmat.feature;

import com.rocketmat.harvest.row.Application;
import com.rocketmat.harvest.row.Candidate;
import com.rocketmat.harvest.row.Education;
import com.rocketmat.harvest.row.Employment;
import com.rocketmat.harvest.row.Job;
import com.rocketmat.harvest.row.Lists;
import com.rocketmat.harvest.row.Office;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The rows that one score is computed from. Rows that were not fetched are null; their features are missing.
 *
 * @param optionNames names of custom field options by id, for degree, discipline and school
 * @param resumeText what {@link FeaturePlan#resumeText} extracted from the application's resume, or null
 * @param asOf the time of the run by Greenhouse's clock
 */
public record Subject(
        Application application,
        Candidate candidate,
        Job job,
        List<Employment> employments,
        List<Education> educations,
        Map<Long, String> optionNames,
        List<Office> offices,
        String resumeText,
        Instant asOf) {

    public Subject {
        employments = Lists.withoutNulls(employments);
        educations = Lists.withoutNulls(educations);
        optionNames = optionNames == null ? Map.of() : optionNames;
        offices = Lists.withoutNulls(offices);
        Objects.requireNonNull(asOf, "asOf");
    }

    /** The name in the row, otherwise that of the option that the row refers to, or null. */
    String optionName(String name, Long option) {
        if (name != null) {
            return name;
        }
        return option == null ? null : optionNames.get(option);
    }

    /** Keeps candidate data out of logs. */
    @Override
    public String toString() {
        return "Subject[application " + (application == null ? "none" : application.id()) + "]";
    }
}
