package com.rocketmat.feature;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A feature as {@code GET /api/features} describes it.
 *
 * @param name as in manifests; a family shows its parameter, for example {@code application.custom[key]}
 * @param type {@code number}, {@code flag}, {@code identifier}, {@code text}, or {@code any} where the custom field decides
 * @param unit "" for none
 * @param whenMissing described in words
 * @param canBeMissing if false, no manifest needs an entry in {@code missing} for it
 * @param fields attributes of Harvest's rows that are read for it, as {@code <list of v3>.<attribute>}
 */
@Schema(examples = """
        {"name": "candidate.experience_years", "type": "number", "unit": "years", "madeOf": "the time covered by employments",
         "fields": ["candidate_employments.start_date", "candidate_employments.end_date"], "whenMissing": "never: 0 when there is no dated employment",
         "canBeMissing": false}""")
public record FeatureDescription(
        String name,
        String type,
        String unit,
        String madeOf,
        List<String> fields,
        String whenMissing,
        boolean canBeMissing) {}
