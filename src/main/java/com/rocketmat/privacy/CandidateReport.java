package com.rocketmat.privacy;

import com.rocketmat.decision.DecisionView;
import com.rocketmat.decision.seal.KeptFeatures.Kept;
import com.rocketmat.feature.FeatureValue;
import com.rocketmat.privacy.Objections.Objection;
import com.rocketmat.score.ScoreState;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * All that is stored about one candidate.
 *
 * @param language of the explanations: en, pt or es
 * @param about what the records are, and what the candidate may do about them
 * @param contest what the candidate may do about a score
 * @param mayBeScored false if the candidate objects, or was erased
 * @param objections in force
 * @param erasure that is remembered, or null
 * @param scores the newest application first
 * @param decisions what the decision log says of the candidate, oldest first
 * @param features the values that went into the models, where they are kept: for tenants with {@code decisions=features}
 * @param events that Greenhouse has told of the candidate and that are not done
 */
@Schema(examples = """
        {"candidateId": 6120034001, "language": "en", "about": ["This is all that Rocketmat, which scores applications for the employer, stores about one candidate."],
         "contest": ["A score is advice, and a person decides. A value that a person enters instead of a score stays, and is not overwritten."],
         "mayBeScored": true, "objections": [], "erasure": null, "events": [], "decisions": [], "features": [],
         "scores": [{"applicationId": 7120034002, "value": 87, "scoredAt": "2026-11-24T12:00:05Z", "state": "WRITTEN", "meaning": "The score was sent to Greenhouse.", "reason": null,
           "modelVersion": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
           "sent": {"to": "Greenhouse", "field": "rocketmat", "at": "2026-11-24T12:00:08Z"},
           "reasons": [{"feature": "candidate.experience_years", "weight": 12.3, "warning": null}], "explanation": ["Years of experience: raised the score by 12.3; without it the score would be about 75."]}]}""")
public record CandidateReport(
        long candidateId,
        String language,
        List<String> about,
        List<String> contest,
        boolean mayBeScored,
        List<Objection> objections,
        @Schema(nullable = true) Erasure erasure,
        List<ScoreReport> scores,
        List<EventReport> events,
        List<DecisionView> decisions,
        List<Features> features) {

    /**
     * What went into a model.
     *
     * @param decision the id of the decision that was made of them
     * @param values numbers and texts by the features' names; null for one that was missing
     * @param warnings about features that are protected, or may say as much, by their names
     */
    @Schema(name = "KeptFeatures")
    public record Features(
            long decision, @Schema(type = SchemaType.OBJECT) Map<String, Object> values, Map<String, String> warnings) {

        static Features of(Kept kept, Function<String, Optional<String>> warning) {
            Map<String, Object> values = new TreeMap<>();
            Map<String, String> warnings = new TreeMap<>();
            kept.features().forEach((feature, value) -> {
                values.put(feature, plain(value));
                warning.apply(feature).ifPresent(words -> warnings.put(feature, words));
            });
            return new Features(kept.decision(), values, warnings);
        }

        private static Object plain(FeatureValue value) {
            return switch (value) {
                case FeatureValue.Numeric(double number) -> number;
                case FeatureValue.Identifier(long id) -> id;
                case FeatureValue.Text(String text) -> text;
                case FeatureValue.Missing() -> null;
            };
        }
    }

    /**
     * An erasure that is remembered.
     *
     * @param source {@code API}, or {@code GREENHOUSE} for a candidate who was deleted or anonymised there
     */
    public record Erasure(ErasedCandidates.Source source, Instant at) {}

    /**
     * A score, and how it came about.
     *
     * @param value null when the model could not score the application
     * @param meaning the state in words
     * @param reason why it was not sent, or null
     * @param sent null while it was not
     * @param reasons up to three features that moved the value most, the strongest first
     * @param explanation the reasons in words, with what the score would be without each
     */
    public record ScoreReport(
            long applicationId,
            @Schema(nullable = true) BigDecimal value,
            Instant scoredAt,
            ScoreState state,
            String meaning,
            @Schema(nullable = true) String reason,
            String modelVersion,
            @Schema(nullable = true) Sending sent,
            List<ReasonReport> reasons,
            List<String> explanation) {}

    /**
     * A feature that moved a score.
     *
     * @param warning about a feature that is protected, or may say as much; null for others
     */
    public record ReasonReport(
            String feature,
            BigDecimal weight,
            @Schema(nullable = true) String warning) {}

    /**
     * Where a score was sent.
     *
     * @param field the custom field that it was last written to, or null where that is unknown
     */
    public record Sending(
            String to, @Schema(nullable = true) String field, Instant at) {}

    /** Something that is stored until it is done: an event of Greenhouse's, or an application that is to be read. */
    public record EventReport(String what, Instant at) {}
}
