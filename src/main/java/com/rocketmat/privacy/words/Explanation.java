package com.rocketmat.privacy.words;

import java.math.BigDecimal;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A score in words.
 *
 * @param summary the score and the version that computed it
 * @param raised features that raised it, strongest first
 * @param lowered features that lowered it, strongest first
 * @param notes how to read the numbers; empty without any
 */
@Schema(name = "Explanation")
public record Explanation(String summary, List<Effect> raised, List<Effect> lowered, List<String> notes) {

    /**
     * How one feature moved the score.
     *
     * @param name of the feature in words
     * @param without the approximate score without it, with as many decimals as the score
     * @param sentence all of this as a sentence, with the warning
     * @param warning about a protected feature or a proxy for one; null for others
     */
    @Schema(name = "Effect")
    public record Effect(
            String feature,
            String name,
            BigDecimal weight,
            BigDecimal without,
            String sentence,
            @Schema(nullable = true) String warning) {}
}
