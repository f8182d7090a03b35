package com.rocketmat.sync;

import com.rocketmat.feature.FeatureCatalogue;
import com.rocketmat.feature.FeaturePlan;
import com.rocketmat.harvest.HarvestSession;
import com.rocketmat.harvest.row.Application;
import com.rocketmat.harvest.row.Candidate;
import com.rocketmat.harvest.row.Job;
import com.rocketmat.privacy.Objections;
import com.rocketmat.score.LeftAlone;
import com.rocketmat.score.OwnScore;
import com.rocketmat.score.OwnScores;
import com.rocketmat.score.ScoreField;
import com.rocketmat.score.write.WriteProofs;
import com.rocketmat.sync.reading.Eligibility;
import com.rocketmat.sync.reading.ReferenceData;
import com.rocketmat.sync.reading.SubjectReader;
import com.rocketmat.sync.run.Positions;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.settings.TenantSettings;
import com.rocketmat.tenant.settings.TenantSettings.Mode;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads one application by the rules of a run, and says what a run would do with it; records nothing. Takes at most three calls: the
 * application, its job and its candidate; a v1 key's jobs may take more. The fields are recognised from the row, without a call.
 */
@ApplicationScoped
public class ApplicationLook {

    private final CandidateRights rights;
    private final Objections objections;
    private final OwnScores ownScores;
    private final Positions positions;
    private final WriteProofs proofs;
    private final FeaturePlan noFeatures;

    ApplicationLook(
            CandidateRights rights,
            Objections objections,
            OwnScores ownScores,
            Positions positions,
            WriteProofs proofs,
            FeatureCatalogue catalogue) {
        this.rights = rights;
        this.objections = objections;
        this.ownScores = ownScores;
        this.positions = positions;
        this.proofs = proofs;
        this.noFeatures = catalogue.plan(List.of());
    }

    /**
     * What Greenhouse shows.
     *
     * @param row empty if Greenhouse does not show the application
     * @param job empty if Greenhouse does not show it, or the application has none
     * @param reasons why no new score is made, in the order of a run; empty if one is made
     * @param again whether the new score replaces one of ours
     */
    public record Seen(Optional<Application> row, Optional<Job> job, List<LeftAlone> reasons, boolean again) {

        private static final Seen NOTHING =
                new Seen(Optional.empty(), Optional.empty(), List.of(LeftAlone.ABSENT), false);
    }

    /** Looks at one application, with the active version if there is one. */
    public Seen look(TenantSettings settings, HarvestSession session, Optional<String> version, long applicationId) {
        SubjectReader reader = new SubjectReader(session, ReferenceData.apart(session), noFeatures);
        return session.applications(List.of(applicationId), reader.applicationFields()).stream()
                .findFirst()
                .map(row -> look(settings, session, reader, version, row))
                .orElse(Seen.NOTHING);
    }

    private Seen look(
            TenantSettings settings,
            HarvestSession session,
            SubjectReader reader,
            Optional<String> version,
            Application row) {
        Optional<Job> job = row.jobId() == null ? Optional.empty() : reader.job(row);
        List<Candidate> candidates = session.candidates(Set.of(row.candidateId()), Candidate.WITH_CUSTOM_FIELDS);
        ScoreField field = proofs.known(settings.id(), new ScoreField(settings.scoreField(), true));
        Optional<OwnScore> own = ownScores.among(settings.id(), List.of(row.id())).stream()
                .filter(score -> score.isIn(row, field))
                .findFirst();
        boolean again = settings.rescores()
                && own.filter(score ->
                                version.filter(score.modelVersion()::equals).isEmpty())
                        .isPresent();

        List<LeftAlone> reasons = new ArrayList<>();
        new Eligibility(settings, field)
                .leftAlone(row)
                .filter(why -> !(why == LeftAlone.HAS_VALUE && again))
                .map(why -> why == LeftAlone.HAS_VALUE && own.isPresent() ? LeftAlone.HAS_SCORE : why)
                .ifPresent(reasons::add);
        boolean unscored = reasons.isEmpty();
        reasons.addAll(ofCandidate(settings, row, candidates));
        if (unscored) {
            version.flatMap(active -> leftAlone(settings, active, row))
                    // the score to be replaced may be new
                    .filter(why -> !(why == LeftAlone.WRITTEN_LATELY && again))
                    .ifPresent(reasons::add);
        }
        if (row.jobId() != null) {
            Eligibility.leftAlone(job.orElse(null)).ifPresent(reasons::add);
        }
        Eligibility.leftAlone(candidates.stream().findFirst().orElse(null)).ifPresent(reasons::add);
        return new Seen(Optional.of(row), job, List.copyOf(reasons), again);
    }

    private List<LeftAlone> ofCandidate(TenantSettings settings, Application row, List<Candidate> candidates) {
        TenantId tenant = settings.id();
        OptOut optOut = settings.optOutField()
                .map(key -> new OptOut(key, !row.customFields().containsKey(key), false))
                .orElse(OptOut.NONE);
        FoundRights found = optOut.in(List.of(row), candidates);
        LeftAlone stored = rights.reasons(tenant, List.of(row)).get(row.candidateId());
        List<LeftAlone> reasons = new ArrayList<>();
        if (found.withhold(row.candidateId())) {
            reasons.add(LeftAlone.OPTED_OUT);
        }
        if (stored != null && !takenBack(tenant, row.candidateId(), stored, found)) {
            reasons.add(stored);
        }
        return reasons;
    }

    /** By the field that said it: a run records the field before it asks who must not be scored. */
    private boolean takenBack(TenantId tenant, long candidate, LeftAlone stored, FoundRights found) {
        return stored == LeftAlone.OBJECTS
                && found.permitting().containsKey(candidate)
                && !objections.standsWithout(
                        tenant, candidate, found.key(), found.permitting().get(candidate));
    }

    private Optional<LeftAlone> leftAlone(TenantSettings settings, String version, Application row) {
        return Optional.ofNullable(positions
                .leftAlone(settings.id(), version, List.of(row.id()), settings.mode() == Mode.DRY_RUN, Optional.empty())
                .get(row.id()));
    }
}
