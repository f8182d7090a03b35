package com.rocketmat.application;

import com.rocketmat.decision.DecisionKind;
import com.rocketmat.decision.DecisionMode;
import com.rocketmat.model.ModelState;
import com.rocketmat.privacy.Withheld.Exercised;
import com.rocketmat.privacy.words.Explanation;
import com.rocketmat.privacy.words.Verdict;
import com.rocketmat.score.LeftAlone;
import com.rocketmat.score.ScoreState;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What is known of one application, for people.
 *
 * @param language of the words: en, pt or es
 * @param standing where its score stands
 * @param explanation of the score, or null without one
 * @param model the version that computed the score, or null
 * @param history what was decided, the oldest first
 * @param candidate what the candidate asked for, or null if no candidate is known
 * @param obstacles what keeps all applications of the tenant from being scored now
 * @param contest what may be done about a score
 * @param look what Greenhouse shows now; null unless asked for
 */
@Schema(name = "ApplicationReport", examples = """
        {"applicationId": 7120034002, "language": "en",
         "standing": {"state": "WRITTEN", "meaning": "The score was sent to Greenhouse.", "value": 87, "scoredAt": "2026-11-24T12:00:05Z", "writtenAt": "2026-11-24T12:00:08Z", "reason": null, "remedy": null},
         "explanation": {"summary": "The score is 87. It was computed by the model “engineering-2026-11”, version 9f86d081884c.",
           "raised": [{"feature": "candidate.experience_years", "name": "Years of experience", "weight": 12.3, "without": 75,
             "sentence": "Years of experience: raised the score by 12.3; without it the score would be about 75.", "warning": null}], "lowered": [], "notes": []},
         "model": {"version": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", "name": "engineering-2026-11", "state": "active",
           "address": "/api/tenants/acme/models/9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", "card": null},
         "history": [{"at": "2026-11-24T12:00:08Z", "kind": "WRITTEN", "meaning": "The score was sent to Greenhouse.", "value": 87,
           "version": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", "mode": "LIVE", "detail": null}],
         "candidate": {"mayBeScored": true, "objections": [], "erasure": null}, "obstacles": [],
         "contest": ["A score is advice, and a person decides. A value that a person enters instead of a score stays, and is not overwritten."],
         "look": {"at": "2026-11-24T13:00:00Z", "verdict": "LEFT_ALONE", "meaning": "No new score is made for the application now.",
           "shown": {"candidateId": 6120034001, "status": "in_process", "createdAt": "2026-11-20T09:00:00Z", "jobId": 5120034003, "jobStatus": "open", "field": "rocketmat", "value": "87"},
           "reasons": [{"reason": "HAS_SCORE", "meaning": "The score field has a score of ours.", "remedy": "Nothing needs to be done.", "detail": null}]}}""")
public record ApplicationReport(
        long applicationId,
        String language,
        Standing standing,
        @Schema(nullable = true) Explanation explanation,
        @Schema(nullable = true) Version model,
        List<Event> history,
        @Schema(nullable = true) Exercised candidate,
        List<Sentence> obstacles,
        List<String> contest,
        @Schema(nullable = true) Look look) {

    /**
     * Where the score stands.
     *
     * @param state null if no score is stored
     * @param meaning the state in words
     * @param reason why the score is not in Greenhouse, or not in the field any more; or null
     * @param remedy what may be done about it, or null
     */
    @Schema(name = "ApplicationStanding")
    public record Standing(
            @Schema(nullable = true) ScoreState state,
            String meaning,
            @Schema(nullable = true) BigDecimal value,
            @Schema(nullable = true) Instant scoredAt,
            @Schema(nullable = true) Instant writtenAt,
            @Schema(nullable = true) String reason,
            @Schema(nullable = true) String remedy) {}

    /**
     * The version that computed the score.
     *
     * @param name null if the version is not stored any more
     * @param state null if the version is not stored any more
     * @param address of the version in this API
     * @param card address of its model card, or null if it has no card
     */
    @Schema(name = "ApplicationModel")
    public record Version(
            String version,
            @Schema(nullable = true) String name,
            @Schema(nullable = true) ModelState state,
            String address,
            @Schema(nullable = true) String card) {}

    /**
     * Something that was decided.
     *
     * @param meaning in words
     * @param value the score, or a person's value
     * @param detail why, as it was recorded, or null
     */
    @Schema(name = "ApplicationEvent")
    public record Event(
            Instant at,
            DecisionKind kind,
            String meaning,
            @Schema(nullable = true) BigDecimal value,
            @Schema(nullable = true) String version,
            @Schema(nullable = true) DecisionMode mode,
            @Schema(nullable = true) String detail) {}

    /**
     * A reason for which no new score is made.
     *
     * @param meaning the reason in words
     * @param remedy what may be done about it
     * @param detail what is known more exactly, or null
     */
    @Schema(name = "LeftAloneReason")
    public record Sentence(
            LeftAlone reason,
            String meaning,
            String remedy,
            @Schema(nullable = true) String detail) {}

    /**
     * What Greenhouse shows now.
     *
     * @param verdict what the next run would do
     * @param meaning the verdict in words
     * @param shown null if Greenhouse does not show the application, or could not be asked
     * @param reasons for which no new score is made, the first that a run would find first
     */
    @Schema(name = "ApplicationLook")
    public record Look(
            Instant at,
            Verdict verdict,
            String meaning,
            @Schema(nullable = true) Shown shown,
            List<Sentence> reasons) {}

    /**
     * The application's row, without data about the person.
     *
     * @param jobStatus null if Greenhouse does not show the job
     * @param field the tenant's score field
     * @param value of the field, or null if it is empty
     */
    @Schema(name = "ShownApplication")
    public record Shown(
            long candidateId,
            @Schema(nullable = true) String status,
            @Schema(nullable = true) Instant createdAt,
            @Schema(nullable = true) Long jobId,
            @Schema(nullable = true) String jobStatus,
            String field,
            @Schema(nullable = true) String value) {}
}
