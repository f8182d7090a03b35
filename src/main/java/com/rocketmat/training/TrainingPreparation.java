package com.rocketmat.training;

import com.rocketmat.feature.FeatureCatalogue;
import com.rocketmat.feature.FeaturePlan;
import com.rocketmat.feature.Source;
import com.rocketmat.harvest.CreatedBetween;
import com.rocketmat.harvest.HarvestSession;
import com.rocketmat.harvest.HiringOutcomes;
import com.rocketmat.harvest.Operation;
import com.rocketmat.privacy.Withheld;
import com.rocketmat.sync.reading.ReferenceData;
import com.rocketmat.sync.reading.SubjectReader;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.settings.TenantSettings;
import com.rocketmat.training.fit.rows.TrainingColumn;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Prepares the reading of decided applications, so that an export can fail before its first byte, and a training before it reads on. */
@Singleton
public class TrainingPreparation {

    private final TrainingFeatures features;
    private final FeatureCatalogue catalogue;
    private final Withheld withheld;

    TrainingPreparation(TrainingFeatures features, FeatureCatalogue catalogue, Withheld withheld) {
        this.features = features;
        this.catalogue = catalogue;
        this.withheld = withheld;
    }

    public record Reading(DecidedReader reader, TrainingTable table, TrainingFeatures.Choice choice) {

        public List<TrainingColumn> columns() {
            return table.features();
        }

        /** The active model's features that are excluded from training, with the reasons. */
        public Map<String, String> leftOut() {
            return choice.leftOut();
        }
    }

    /**
     * Selects the features, checks access to everything that will be read, and reads the first page.
     *
     * @throws com.rocketmat.harvest.HarvestException if Greenhouse refuses
     * @throws com.rocketmat.score.Unwritable if the tenant's opt_out_field does not exist, so that objections would be missed
     */
    TrainingExport prepare(TenantSettings settings, HarvestSession session, TrainingRequest request, Clock clock) {
        Reading reading = reading(
                settings,
                session,
                features.choose(settings.id(), request.features()),
                request.when(),
                request.asOf(),
                new Retries(DecidedReader.MAX_FAILURES_OF_EXPORT, clock));
        return new TrainingExport(
                reading, rows -> withoutWithheld(settings.id(), reading.reader(), rows), request.format());
    }

    private List<DecidedRow> withoutWithheld(TenantId tenant, DecidedReader reader, List<DecidedRow> rows) {
        Set<Long> candidates = new HashSet<>(withheld.among(
                tenant,
                rows.stream().map(row -> row.application().candidateId()).toList()));
        candidates.addAll(reader.optedOut());
        return rows.stream()
                .filter(row -> !candidates.contains(row.application().candidateId()))
                .toList();
    }

    /**
     * Prepares all decided applications of a tenant, with features as of their creation, and reads the first page.
     *
     * @throws com.rocketmat.harvest.HarvestException if Greenhouse refuses
     * @throws com.rocketmat.problem.HttpProblem without Harvest v3
     * @throws com.rocketmat.score.Unwritable if the tenant's opt_out_field does not exist, so that objections would be missed
     */
    public Reading forTraining(TenantSettings settings, List<String> without, HarvestSession session, Clock clock) {
        return reading(
                settings,
                session,
                features.forTraining(settings, without),
                CreatedBetween.EVER,
                Optional.empty(),
                new Retries(DecidedReader.MAX_FAILURES_OF_TRAINING, clock));
    }

    private Reading reading(
            TenantSettings settings,
            HarvestSession session,
            TrainingFeatures.Choice choice,
            CreatedBetween when,
            Optional<Instant> asOf,
            Retries retries) {
        HiringOutcomes hiring = session.hiringOutcomes().orElseThrow(ExportRefusal::overV1);
        FeaturePlan plan = catalogue.plan(choice.features());
        listsToRead(plan).forEach(session::shows);
        ReferenceData.Lookup lookup = ReferenceData.apart(session);
        TrainingTable table = new TrainingTable(
                plan.names().stream()
                        .map(name -> catalogue.find(name).orElseThrow())
                        .toList(),
                lookup::definitions);
        Optional<String> optOut = settings.optOutField();
        OptOuts objections = new OptOuts(optOut, lookup, hiring);
        SubjectReader subjects = new SubjectReader(session, lookup, plan)
                .withCandidateFields(optOut.isPresent() ? Set.of("custom_fields") : Set.of());
        DecidedApplications applications =
                new DecidedApplications(session, hiring, when, settings.jobs(), subjects.applicationFields());
        applications.readPage();
        return new Reading(
                new DecidedReader(hiring, objections, applications, subjects, plan, asOf, retries), table, choice);
    }

    /** Without applications, since reading their first page checks the access. */
    private static List<Operation> listsToRead(FeaturePlan plan) {
        Set<String> lists = plan.sources().stream().map(Source::list).collect(Collectors.toSet());
        lists.addAll(List.of(Source.CANDIDATE.list(), Source.JOB.list()));
        lists.remove(Source.APPLICATION.list());
        return Arrays.stream(Operation.values())
                .filter(operation -> operation.ofOutcomes() || lists.contains(operation.label()))
                .toList();
    }
}
