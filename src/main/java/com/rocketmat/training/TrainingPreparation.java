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
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Runs before an export sends its first byte, or a training reads its rows, so that failures get a proper answer. */
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

        public List<Column> columns() {
            return table.features();
        }

        /** The features of the active model that are never learned from, with the reasons. */
        public Map<String, String> leftOut() {
            return choice.leftOut();
        }
    }

    /**
     * Selects the features, tests everything that will be read, and reads the first page.
     *
     * @throws com.rocketmat.harvest.HarvestException if Greenhouse refuses
     * @throws com.rocketmat.score.Unwritable if the tenant's opt_out_field is not there, so that objections would be missed
     */
    TrainingExport prepare(TenantSettings settings, HarvestSession session, TrainingRequest request, Clock clock) {
        Reading reading = reading(
                settings,
                session,
                features.choose(settings.id(), request.features()),
                request.when(),
                request.asOf(),
                DecidedReader.MOST_OF_AN_EXPORT,
                clock);
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
     * All decided applications of a tenant, with the features as of their creation, for a training; the first page is read.
     *
     * @throws com.rocketmat.harvest.HarvestException if Greenhouse refuses
     * @throws com.rocketmat.problem.HttpProblem without Harvest v3
     * @throws com.rocketmat.score.Unwritable if the tenant's opt_out_field is not there, so that objections would be missed
     */
    public Reading forTraining(TenantSettings settings, List<String> without, HarvestSession session, Clock clock) {
        return reading(
                settings,
                session,
                features.forTraining(settings, without),
                CreatedBetween.EVER,
                Optional.empty(),
                DecidedReader.MOST_OF_A_TRAINING,
                clock);
    }

    private Reading reading(
            TenantSettings settings,
            HarvestSession session,
            TrainingFeatures.Choice choice,
            CreatedBetween when,
            Optional<Instant> asOf,
            int mostFailures,
            Clock clock) {
        HiringOutcomes hiring = session.hiringOutcomes().orElseThrow(ExportRefusal::overV1);
        FeaturePlan plan = catalogue.plan(choice.features());
        reads(plan).forEach(session::shows);
        TrainingTable table = new TrainingTable(
                plan.names().stream()
                        .map(name -> catalogue.find(name).orElseThrow())
                        .toList(),
                new CustomFieldTypes(session)::of);
        ReferenceData.Lookup lookup = ReferenceData.apart(session);
        Optional<String> optOut = settings.optOutField();
        OptOuts objections = new OptOuts(optOut, lookup, hiring);
        SubjectReader subjects = new SubjectReader(session, lookup, plan)
                .withCandidateFields(optOut.isPresent() ? Set.of("custom_fields") : Set.of());
        DecidedApplications applications =
                new DecidedApplications(session, hiring, when, settings.jobs(), subjects.applicationFields());
        applications.readOn();
        return new Reading(
                new DecidedReader(hiring, objections, applications, subjects, plan, asOf, mostFailures, clock),
                table,
                choice);
    }

    private static Set<Operation> reads(FeaturePlan plan) {
        Set<Operation> reads = EnumSet.of(Operation.LIST_CANDIDATES, Operation.LIST_JOBS);
        Arrays.stream(Operation.values()).filter(Operation::ofOutcomes).forEach(reads::add);
        plan.sources().stream()
                .map(TrainingPreparation::list)
                .flatMap(Optional::stream)
                .forEach(reads::add);
        return reads;
    }

    /** Empty for applications, of which the first page is read at once. */
    private static Optional<Operation> list(Source source) {
        return switch (source) {
            case APPLICATION -> Optional.empty();
            case CANDIDATE -> Optional.of(Operation.LIST_CANDIDATES);
            case JOB -> Optional.of(Operation.LIST_JOBS);
            case EMPLOYMENTS -> Optional.of(Operation.LIST_EMPLOYMENTS);
            case EDUCATIONS -> Optional.of(Operation.LIST_EDUCATIONS);
            case OPTIONS -> Optional.of(Operation.LIST_OPTIONS);
            case OFFICES -> Optional.of(Operation.LIST_OFFICES);
            case ATTACHMENTS -> Optional.of(Operation.LIST_ATTACHMENTS);
        };
    }
}
