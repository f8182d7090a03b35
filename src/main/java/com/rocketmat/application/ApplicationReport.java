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
 * A report on one application, for people.
 *
 * @param language of the texts: en, pt or es
 * @param standing the state of its score
 * @param explanation of the score, or null without one
 * @param model the version that computed the score, or null
 * @param history the decisions, oldest first
 * @param candidate the rights that the candidate exercised, or null if the candidate is unknown
 * @param obstacles what keeps the tenant from scoring any application now
 * @param contest what the candidate may do about a score
 * @param look the application in Greenhouse now; null unless requested
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
     * The state of the score.
     *
     * @param state null if no score is stored
     * @param meaning the state in words
     * @param reason why the score is not in Greenhouse, or no longer in the field; or null
     * @param remedy what to do about it, or null
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
     * @param name null if the version was deleted
     * @param state null if the version was deleted
     * @param address of the version in this API
     * @param card address of its model card, or null without one
     */
    @Schema(name = "ApplicationModel")
    public record Version(
            String version,
            @Schema(nullable = true) String name,
            @Schema(nullable = true) ModelState state,
            String address,
            @Schema(nullable = true) String card) {}

    /**
     * A decision.
     *
     * @param meaning the decision in words
     * @param value the score, or a person's value
     * @param detail the recorded reason, or null
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
     * A reason why the application is not scored now.
     *
     * @param meaning the reason in words
     * @param remedy what to do about it
     * @param detail more about the reason, or null
     */
    @Schema(name = "LeftAloneReason")
    public record Sentence(
            LeftAlone reason,
            String meaning,
            String remedy,
            @Schema(nullable = true) String detail) {}

    /**
     * The application in Greenhouse now.
     *
     * @param verdict what the next run would do
     * @param meaning the verdict in words
     * @param shown null if Greenhouse does not show the application or could not be read
     * @param reasons why the application is not scored now, in the order in which a run checks them
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
