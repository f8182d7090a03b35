package com.rocketmat.training.fit;

import static com.rocketmat.model.Fixture.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OrtException;
import com.rocketmat.feature.FeatureValue;
import com.rocketmat.model.Fixture;
import com.rocketmat.model.manifest.Manifest;
import com.rocketmat.model.manifest.ScoreFormat;
import com.rocketmat.model.manifest.UploadedManifest;
import com.rocketmat.model.reasons.Occlusion;
import com.rocketmat.model.runtime.FeatureWeight;
import com.rocketmat.model.runtime.OnnxModel;
import com.rocketmat.model.upload.Check;
import com.rocketmat.model.upload.UploadChecks;
import com.rocketmat.training.fit.FitOutcome.Fitted;
import com.rocketmat.training.fit.FitOutcome.Refused;
import com.rocketmat.training.fit.learn.Encoder;
import com.rocketmat.training.fit.learn.Scorer;
import com.rocketmat.training.fit.onnx.ModelFile;
import com.rocketmat.training.fit.report.Auc;
import com.rocketmat.training.fit.report.Report;
import com.rocketmat.training.fit.report.Report.Comparison;
import com.rocketmat.training.fit.report.Report.Importance;
import com.rocketmat.training.fit.report.Report.LeftOut;
import com.rocketmat.training.fit.rows.Split;
import com.rocketmat.training.fit.rows.Table;
import com.rocketmat.training.fit.rows.TrainingColumn;
import com.rocketmat.training.fit.rows.TrainingRow;
import com.rocketmat.training.fit.rows.TrainingRows;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FitTest {

    private static final FitSettings SETTINGS = new FitSettings("trained", List.of(), Optional.empty());

    @Test
    void findsAPlantedTruthThatOnlyTreesCanFit() {
        PlantedHistory history = PlantedHistory.of(6000, 1);

        Report report = fitted(history).report();

        assertThat(report.method()).isEqualTo("trees");
        assertThat(report.settings()).matches("depth [234], leaf weight (3|20), penalty (1|20), [1-9]\\d* trees");
        assertThat(report.model().auc().value()).isGreaterThanOrEqualTo(0.95 * history.auc());
        assertThat(report.headline()).startsWith("The model beats the baseline");
        Comparison baseline = report.comparisons().getFirst();
        assertThat(baseline.name()).isEqualTo("baseline");
        assertThat(baseline.quality().auc().value())
                .isLessThan(report.model().auc().value());
        assertThat(baseline.difference().low()).isPositive();
        assertThat(report.model().logLoss()).isLessThan(baseline.quality().logLoss());
        assertThat(report.model().calibration())
                .hasSize(10)
                .allSatisfy(decile -> assertThat(decile.observed()).isCloseTo(decile.predicted(), within(0.2)));
        assertThat(report.model().aucWithinJobs()).isBetween(0.5, 1.0);
        double half = (baseline.difference().high() - baseline.difference().low()) / 2;
        assertThat(half).isBetween(0.001, 0.1);
        assertThat(report.notes())
                .contains(String.format(
                        Locale.ROOT,
                        "The smallest detectable difference in AUC, with %d applications to test on: about %.3f (baseline). A smaller one cannot be told from chance.",
                        report.test().rows(),
                        half));
        assertThat(report.features())
                .extracting(Importance::feature)
                .startsWith("candidate.experience_years")
                .doesNotContain("candidate.company");
        assertThat(report.leftOut()).extracting(LeftOut::what).contains("candidate.company");
        assertThat(report.parity()).isLessThan(1e-5);
    }

    @Test
    void splitsByTimeAndReportsIt() {
        Fitted fitted = fitted(PlantedHistory.of(3000, 2)
                .atMost(250)
                .withText(
                        "candidate.discipline",
                        row -> row.decidedAt().isAfter(Instant.parse("2024-07-15T00:00:00Z"))
                                ? "Late Art"
                                : "Art " + row.applicationId() % 2));
        Report report = fitted.report();

        assertThat(new String(fitted.onnx(), StandardCharsets.ISO_8859_1))
                .as("later than the part to learn from")
                .contains("Art 1")
                .doesNotContain("Late Art");
        assertThat(report.train().to()).isLessThan("2024-07-15");
        assertThat(report.train().rows() + report.tune().rows() + report.test().rows())
                .isLessThan(report.rows());
        assertThat(report.leftOut()).extracting(LeftOut::what).anyMatch(what -> what.endsWith(" rows"));
        assertThat(report.jobs()).isEqualTo(20);
        assertThat(report.candidates()).as("some applied again").isBetween(1_400, 1_650);
        assertThat(report.from()).isEqualTo(report.train().from());
        assertThat(LocalDate.parse(report.test().from()))
                .isAfterOrEqualTo(report.tune().to());
        assertThat(report.to()).isEqualTo(report.test().to());
    }

    @Test
    void makesTheSameFileOfTheSameRowsInAnyOrder() {
        Fitted once = fitted(PlantedHistory.of(2000, 3));
        Fitted shuffled = fitted(PlantedHistory.of(2000, 3).shuffled(99));

        assertThat(once.onnx()).isEqualTo(shuffled.onnx());
        assertThat(once.manifest()).isEqualTo(shuffled.manifest());
        assertThat(once.report()).isEqualTo(shuffled.report());
    }

    @Test
    void usesOnlyALogisticModelForFewPositives() {
        Report report = fitted(PlantedHistory.of(3000, 4).atMost(299)).report();

        assertThat(report.method()).isEqualTo("logistic");
        assertThat(report.settings()).matches("penalty 10?0?");
        assertThat(report.positives()).isEqualTo(299);
        assertThat(report.notes())
                .contains("A logistic model only: trees need at least 300 positive rows, and there are 299.");
        assertThat(report.comparisons()).extracting(Comparison::name).containsExactly("constant");
        double share = (double) report.train().positives() / report.train().rows();
        int tested = report.test().rows();
        int hits = report.test().positives();
        assertThat(report.comparisons().getFirst().quality().logLoss())
                .isCloseTo(-(hits * Math.log(share) + (tested - hits) * Math.log(1 - share)) / tested, within(1e-9));
        assertThat(report.headline()).startsWith("The model beats chance");
        assertThat(report.parity()).isLessThan(1e-5);
    }

    @Test
    void theHeadlineSaysIfItDoesNotBeatTheBaseline() {
        Report report =
                fitted(PlantedHistory.of(3000, 5, PlantedHistory::straight)).report();

        assertThat(report.headline()).startsWith("The model does not beat the baseline, a logistic model,");
        assertThat(report.comparisons().getFirst().difference().low()).isLessThanOrEqualTo(0);
    }

    /** 600 rows; every third is positive. */
    private static TrainingRows rows(TrainingColumn.Type type, IntFunction<FeatureValue> value) {
        String feature = "application.custom[level]";
        TrainingRows rows = new TrainingRows(List.of(new TrainingColumn(feature, type)));
        for (int row = 0; row < 600; row++) {
            Instant decided = Instant.EPOCH.plus(Duration.ofHours(row));
            rows.add(new TrainingRow(row, row, 7, decided, row % 3 == 0, Map.of(feature, value.apply(row))));
        }
        return rows;
    }

    @ParameterizedTest
    @CsvSource({"-4.2, 2", "0, 0"})
    void theRoundedScoresRankTheRowsAsTheReportSays(double more, int decimals) {
        TrainingRows rows = PlantedHistory.of(10_000, 16, row -> PlantedHistory.straight(row) + more)
                .rows();

        Fitted fitted = fitted(rows);

        Manifest manifest = Manifest.parse(fitted.manifest());
        assertThat(manifest.score()).isEqualTo(new ScoreFormat(ScoreFormat.Scale.PERCENT, decimals));
        Table table = Table.of(rows);
        int[] test = Split.of(table).test();
        double[] written = Arrays.stream(new RuntimeScores(table, test).of(fitted.onnx(), manifest, Fixture.LIMIT))
                .map(score -> manifest.score().of(score / 100).doubleValue())
                .toArray();
        assertThat(Auc.of(written, table.positives(test)))
                .isCloseTo(fitted.report().model().auc().value(), within(0.005));
    }

    @Test
    void theDisparityIsThatOfTheRowThatDiffersMost() {
        assertThat(Fit.maxDistance(new double[] {50, 61, 30}, new double[] {0.5, 0.6, 0.3}))
                .isCloseTo(0.01, within(1e-12));
        assertThat(Fit.maxDistance(new double[] {Double.NaN, 60}, new double[] {0.5, 0.6}))
                .as("no score")
                .isNaN();
    }

    /** Also values that no row of the training misses. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theFileScoresRowsThatMissValuesAsTheTrainerDoes(boolean trees) {
        Table table = Table.of(PlantedHistory.of(2000, 24).rows());
        Split split = Split.of(table);
        Encoder encoder = Encoder.fit(table, split.train());
        Scorer scorer = Learned.from(table, split, encoder, trees, _ -> {}).model();
        Map<String, FeatureValue> values = Map.of(
                "candidate.experience_years",
                number(14),
                "candidate.degree_level",
                number(3),
                "candidate.gap_months",
                number(7),
                "application.referred",
                FeatureValue.flag(true),
                "candidate.title",
                new FeatureValue.Text("Driver"),
                "job.department_id",
                new FeatureValue.Identifier(4_000_000_001L));
        List<Map<String, FeatureValue>> incomplete = new ArrayList<>(List.of(Map.of()));
        for (String feature : encoder.features()) {
            incomplete.add(Map.of(feature, values.get(feature)));
            Map<String, FeatureValue> others = new HashMap<>(values);
            others.remove(feature);
            incomplete.add(others);
        }
        TrainingRows rows = new TrainingRows(table.columns());
        incomplete.forEach(row -> rows.add(new TrainingRow(rows.size(), rows.size(), 7, Instant.EPOCH, false, row)));
        Table scored = Table.of(rows);
        int[] all = IntStream.range(0, scored.rows()).toArray();

        double[] scores = new RuntimeScores(scored, all)
                .of(
                        ModelFile.of(encoder, scorer.model(), scorer.platt()),
                        TrainedManifest.of("trained", encoder, 0.5),
                        Fixture.LIMIT);

        assertThat(scores).hasSize(13);
        assertThat(Fit.maxDistance(scores, scorer.probabilities(encoder.encode(scored, all))))
                .isLessThan(1e-5);
    }

    @ParameterizedTest
    @EnumSource(names = {"NUMBER", "TEXT"})
    void learnsFromASingleFeatureThatIsANumberOrAText(TrainingColumn.Type type) {
        Fitted fitted = fitted(rows(type, row -> {
            int level = level(row);
            return type == TrainingColumn.Type.NUMBER ? number(level) : new FeatureValue.Text("Level " + level);
        }));

        assertThat(fitted.report().model().auc().value()).isBetween(0.75, 0.95);
        assertThat(fitted.report().parity()).isLessThan(1e-5);
        assertThat(Manifest.parse(fitted.manifest()).inputs()).hasSize(1);
    }

    /** The exported file has to agree with the trainer, too. */
    @ParameterizedTest
    @ValueSource(doubles = {2e4, 1e300})
    void aMistypedNumberHardlyChangesAModel(double mistyped) {
        String years = "candidate.experience_years";
        Report typed = fitted(
                        PlantedHistory.of(3000, 23, PlantedHistory::straight).atMost(250))
                .report();

        Report report = fitted(PlantedHistory.of(3000, 23, PlantedHistory::straight)
                        .atMost(250)
                        .mistyped(303, years, mistyped))
                .report();

        assertThat(report.method()).isEqualTo("logistic");
        assertThat(report.model().auc().value()).isCloseTo(typed.model().auc().value(), within(0.01));
        assertThat(report.features().getFirst().feature()).isEqualTo(years);
    }

    /** Higher for positive rows, with an overlap. */
    private static int level(int row) {
        return row % 5 + (row % 3 == 0 ? 2 : 0);
    }

    @Test
    void refusesRowsWithoutAFeatureThatVaries() {
        assertThat(refusals(rows(TrainingColumn.Type.NUMBER, _ -> number(5)))).containsExactly(Refusals.NO_FEATURES);
    }

    /** The part to tune on contradicts what was learned: most rows, or a few with values so extreme that a line through all falls. */
    @ParameterizedTest
    @CsvSource({"2.9, 3, 0, AUC 0\\.1\\d", "3, 2.9, 1, AUC 0\\.9\\d.+ no probabilities"})
    void refusesAModelWhoseScoresDoNotRiseWithTheOutcomes(
            double positive, double negative, int extreme, String reason) {
        TrainingRows rows = rows(TrainingColumn.Type.NUMBER, row -> {
            boolean tune = row >= 360 && row < 480;
            double usual = row % 3 == 0 ? positive : negative;
            return number(tune ? (row % 30 == extreme ? 9 : usual) : level(row));
        });

        assertThat(refusals(rows))
                .singleElement()
                .asString()
                .startsWith("On the part to tune on, the model's scores do not rise with the outcomes")
                .containsPattern(reason)
                .contains(": wait for ");
    }

    @Test
    void refusesLeaksByNameAndAllOfThem() {
        PlantedHistory history = PlantedHistory.of(2000, 7)
                .withNumber("application.custom[offer]", row -> row.positive() ? 10 + row.applicationId() % 7 / 2.0 : 3)
                .withText(
                        "application.custom[desk]",
                        row -> row.positive() || row.applicationId() % 4 == 0
                                ? "Desk " + row.applicationId() % 3
                                : null)
                .withText("application.custom[team]", row -> row.positive() ? "Blue" : "None");

        assertThat(refusals(history.rows()))
                .satisfiesExactly(
                        offer -> assertThat(offer).startsWith("application.custom[offer] alone predicts the outcome"),
                        desk -> assertThat(desk)
                                .startsWith("application.custom[desk] has a value in 100 % of the positive and 2"),
                        team -> assertThat(team).startsWith("application.custom[team] alone predicts the outcome"),
                        remedy -> assertThat(remedy)
                                .contains(
                                        "without=application.custom%5Boffer%5D,application.custom%5Bdesk%5D,application.custom%5Bteam%5D)"));
    }

    @Test
    void namesDatesAfterTheDecisionInANote() {
        Report report = fitted(PlantedHistory.of(2000, 7)
                        .atMost(150)
                        .withText("application.custom[offered]", row -> day(row, row.applicationId() % 20))
                        .withText("application.custom[invited]", row -> day(row, -row.applicationId() % 20))
                        // no two are equal, so the model does not use them
                        .withText("application.custom[signed]", row -> day(row, 20) + "/" + row.applicationId()))
                .report();

        assertThat(report.notes())
                .filteredOn(note -> note.contains("after the decision"))
                .singleElement()
                .asString()
                .matches(
                        "application\\.custom\\[offered] may have been filled in after the decision: in \\d+ of %d rows its date is later\\. .+"
                                .formatted(report.rows()));
    }

    private static String day(TrainingRow row, long daysAfterDecision) {
        return LocalDate.ofInstant(row.decidedAt(), ZoneOffset.UTC)
                .plusDays(daysAfterDecision)
                .toString();
    }

    @Test
    void makesAModelWhoseScoresCanBeExplained() throws OrtException {
        Fitted fitted = fitted(PlantedHistory.of(3000, 10));
        Manifest manifest = Manifest.parse(fitted.manifest());
        List<Map<String, FeatureValue>> rows = List.of(Map.of(
                "candidate.experience_years",
                number(14),
                "application.referred",
                FeatureValue.flag(true),
                "candidate.title",
                new FeatureValue.Text("Driver"),
                "job.department_id",
                new FeatureValue.Identifier(4_000_000_001L)));

        try (OnnxModel model = OnnxModel.open(fitted.onnx(), manifest)) {
            double[] scores = model.score(rows, Fixture.LIMIT);
            List<FeatureWeight> reasons = new Occlusion(
                            model, manifest, examined(fitted).reference())
                    .reasons(rows, Fixture.LIMIT)
                    .orElseThrow()
                    .getFirst();

            assertThat(scores[0]).isBetween(0.7, 1.0);
            assertThat(reasons).extracting(FeatureWeight::feature).contains("application.referred", "candidate.title");
        }
    }

    @Test
    void keepsNoTextOfFewerThanFiveCandidates() {
        TrainingRows rows = PlantedHistory.of(2000, 11)
                .withText("candidate.school", row -> "School " + row.jobId() % 4)
                .rows();
        for (int row = 0; row < 60; row++) {
            int people = List.of(1, 4, 5).get(row % 3);
            rows.add(new TrainingRow(
                    10_000 + row,
                    10 * people + row / 3 % people,
                    7000,
                    Instant.EPOCH.plusSeconds(row),
                    row % 2 == 0,
                    Map.of("candidate.school", new FeatureValue.Text("School of " + people))));
        }

        Fitted fitted = fitted(rows);

        String file = new String(fitted.onnx(), StandardCharsets.ISO_8859_1);
        assertThat(file).contains("School of 5").doesNotContain("School of 1", "School of 4", "Only ");
        assertThat(fitted.manifest()).doesNotContain("School of 1", "School of 4", "Only ");
    }

    /** Also if texts are not categories of a training: with an emoji, or too long. */
    @Test
    void comparesWithTheActiveVersionOnTheSameRows() {
        Fitted trained = fitted(PlantedHistory.of(2000, 12).atMost(150));
        ActiveVersion active = new ActiveVersion("v1", trained.manifest(), trained.onnx());
        TrainingRows rows = PlantedHistory.of(3000, 13).rows();
        for (String title : List.of("Growth Marketer 🚀", "🚀🚀", "x".repeat(201))) {
            rows.add(new TrainingRow(
                    90_000 + title.length(),
                    title.length(),
                    7,
                    Instant.parse("2026-01-01T00:00:00Z"),
                    false,
                    Map.of("candidate.title", new FeatureValue.Text(title))));
        }

        FitSettings settings = new FitSettings("trained", List.of(), Optional.of(active));
        Report report = ((Fitted) Fit.of(rows, settings, _ -> {})).report();

        assertThat(report.comparisons()).extracting(Comparison::name).containsExactly("baseline", "v1");
        assertThat(report.notes())
                .anyMatch(note -> note.matches(".+: about 0\\.\\d+ \\(baseline\\), 0\\.\\d+ \\(v1\\)\\. .+"));
        Comparison comparison = report.comparisons().getLast();
        assertThat(comparison.quality().auc().value()).isBetween(0.6, 0.9);
        assertThat(comparison.quality().logLoss()).isPositive();
        assertThat(comparison.difference().low())
                .isLessThan(comparison.difference().value())
                .isPositive();
    }

    @Test
    void aTextWithAnEmojiIsACategory() {
        Fitted fitted = fitted(PlantedHistory.of(2000, 17)
                .atMost(150)
                .withText(
                        "candidate.school",
                        row -> row.positive() && row.applicationId() % 2 == 0 ? "Rocket 🚀" : "Base"));

        assertThat(new String(fitted.onnx(), StandardCharsets.UTF_8)).contains("Rocket \uFFFD");
    }

    @Test
    void learnsWhetherThereIsATextIfAllTextsAreRare() {
        Fitted fitted = fitted(PlantedHistory.of(2000, 17)
                .atMost(150)
                .withText(
                        "candidate.school",
                        row -> row.positive() || row.applicationId() % 5 > 0 ? "School " + row.applicationId() : null));

        assertThat(fitted.report().features()).extracting(Importance::feature).contains("candidate.school");
        assertThat(fitted.report().parity()).isLessThan(1e-5);
        examined(fitted);
    }

    @Test
    void exportsTreesOfNumbersNearTheLargestFloat() {
        Random random = new Random(1);
        // positive rows miss the number less often, so that trees split on whether it is missing
        Fitted fitted = fitted(PlantedHistory.of(3000, 18)
                .withNumber(
                        "application.custom[pay]",
                        row -> random.nextDouble() <= (row.positive() ? 0.15 : 0.4)
                                ? null
                                : row.applicationId() % 100 == 0 ? 3e38 : 50_000 + random.nextGaussian()));

        assertThat(fitted.report().method()).isEqualTo("trees");
        assertThat(fitted.report().parity()).isLessThan(1e-5);
        examined(fitted);
    }

    @Test
    void reportsItsProgress() {
        List<FitStep> steps = new ArrayList<>();

        // the fewest for trees, which take more steps
        Fit.of(PlantedHistory.of(1500, 15).atMost(300).rows(), SETTINGS, steps::add);

        assertThat(steps)
                .startsWith(new FitStep("fitting", 0))
                .contains(new FitStep("measuring on the test part", 0))
                .hasSizeGreaterThan(15)
                .allMatch(step -> step.percent() >= 0 && step.percent() < 100)
                .allMatch(step -> FitStep.parse(step.toString()).equals(step));
    }

    /** A file that passes the checks of an upload without a warning. */
    private static UploadChecks.Passed examined(Fitted fitted) {
        UploadChecks.Passed passed = Fixture.passed(fitted.onnx(), UploadedManifest.parse(fitted.manifest()));
        assertThat(passed.checks()).extracting(Check::toString).noneMatch(check -> check.contains("WARNING"));
        return passed;
    }

    private static Fitted fitted(PlantedHistory history) {
        return fitted(history.rows());
    }

    private static Fitted fitted(TrainingRows rows) {
        FitOutcome outcome = Fit.of(rows, SETTINGS, _ -> {});
        assertThat(outcome).isInstanceOf(Fitted.class);
        return (Fitted) outcome;
    }

    private static List<String> refusals(TrainingRows rows) {
        FitOutcome outcome = Fit.of(rows, SETTINGS, _ -> {});
        assertThat(outcome).isInstanceOf(Refused.class);
        return ((Refused) outcome).refusals();
    }
}
