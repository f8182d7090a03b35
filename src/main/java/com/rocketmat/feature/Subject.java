package com.rocketmat.feature;

import com.rocketmat.harvest.Application;
import com.rocketmat.harvest.Candidate;
import com.rocketmat.harvest.Education;
import com.rocketmat.harvest.Employment;
import com.rocketmat.harvest.Job;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The rows that one score is made of.
 *
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
        Instant asOf) {}
