package com.rocketmat.privacy;

import com.rocketmat.decision.DecisionView;
import com.rocketmat.decision.seal.KeptFeatures.Kept;
import com.rocketmat.feature.FeatureValue;
import com.rocketmat.privacy.Objections.Objection;
import com.rocketmat.privacy.words.Explanation.Effect;
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
 * Everything that is stored about one candidate.
 *
 * @param language of the explanations: en, pt or es
 * @param about what the records are, and what the candidate may do about them
 * @param contest what the candidate may do about a score
 * @param mayBeScored false if the candidate objects or was erased
 * @param objections in force
 * @param erasure that is remembered, or null
 * @param scores newest application first
 * @param decisions the candidate's entries in the decision log, oldest first
 * @param features the models' inputs, kept for tenants with {@code decisions=features}
 * @param events from Greenhouse about the candidate that are not processed yet
 */
@Schema(examples = """
        {"candidateId": 6120034001, "language": "en", "about": ["This is all that Rocketmat, which scores applications for the employer, stores about one candidate."],
         "contest": ["A score is advice, and a person decides. A value that a person enters instead of a score stays, and is not overwritten."],
         "mayBeScored": true, "objections": [], "erasure": null, "events": [], "decisions": [], "features": [],
         "scores": [{"applicationId": 7120034002, "jobId": 5120034003, "value": 87, "scoredAt": "2026-11-24T12:00:05Z", "state": "WRITTEN", "meaning": "The score was sent to Greenhouse.", "reason": null,
           "modelVersion": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
           "sent": {"to": "Greenhouse", "field": "rocketmat", "at": "2026-11-24T12:00:08Z"},
           "reasons": [{"feature": "candidate.experience_years", "name": "Years of experience", "weight": 12.3, "without": 75,
             "sentence": "Years of experience: raised the score by 12.3; without it the score would be about 75.", "warning": null}]}]}""")
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
     * The inputs of one scoring.
     *
     * @param decision id of the decision based on them
     * @param values numbers and texts by feature name; null for a missing value
     * @param warnings about protected features and their proxies, by feature name
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
     * A remembered erasure.
     *
     * @param source {@code API}, or {@code GREENHOUSE} for a candidate who was deleted or anonymised there
     */
    public record Erasure(ErasedCandidates.Source source, Instant at) {}

    /**
     * A score with its explanation.
     *
     * @param jobId the application's job when it was scored, or null if unknown
     * @param value null if the model could not score the application
     * @param meaning the state in words
     * @param reason why it was not sent, or null
     * @param sent null if it was not
     * @param reasons up to three features that moved the value most, strongest first
     */
    public record ScoreReport(
            long applicationId,
            @Schema(nullable = true) Long jobId,
            @Schema(nullable = true) BigDecimal value,
            Instant scoredAt,
            ScoreState state,
            String meaning,
            @Schema(nullable = true) String reason,
            String modelVersion,
            @Schema(nullable = true) Sending sent,
            List<Effect> reasons) {}

    /** Where a score was sent; {@code field} is the custom field that it was last written to, or null if unknown. */
    public record Sending(
            String to, @Schema(nullable = true) String field, Instant at) {}

    /** A waiting webhook event or requested reading; deleted once processed. */
    public record EventReport(String what, Instant at) {}
}
