import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.tribuo.Example;
import org.tribuo.MutableDataset;
import org.tribuo.VariableInfo;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.sgd.linear.LinearSGDModel;
import org.tribuo.classification.sgd.linear.LinearSGDTrainer;
import org.tribuo.classification.sgd.objectives.LogMulticlass;
import org.tribuo.impl.ArrayExample;
import org.tribuo.math.optimisers.AdaGrad;
import org.tribuo.provenance.SimpleDataSourceProvenance;

/** Trains a logistic regression with Tribuo, exports it and writes Tribuo's own scores of some rows. */
final class MakeTribuoExport {

    private static final String NAME = "tribuo_logistic";
    private static final String[] FEATURES = {
        "candidate.experience_years", "candidate.degree_level", "match.title_similarity", "candidate.jobs_count"
    };
    private static final int ROWS = 400;
    private static final int CASES = 24;
    private static final int MANIFEST_CASES = 12;

    /** Minimum distance of a score from a rounding border in percent points, as in fixtures.py. */
    private static final double MARGIN = 1e-3;

    private MakeTribuoExport() {}

    public static void main(String[] arguments) throws IOException {
        Path directory = Path.of(arguments[0]);
        Random random = new Random(34);
        LabelFactory labels = new LabelFactory();
        var rows = new MutableDataset<>(new SimpleDataSourceProvenance("drawn from a seed", labels), labels);
        for (int i = 0; i < ROWS; i++) {
            double[] x = {(float) (random.nextDouble() * 25), random.nextInt(1, 6), random.nextFloat(), random.nextInt(8)};
            double fit = .12 * x[0] + .5 * x[1] + 2.5 * x[2] - .2 * x[3] + random.nextGaussian();
            rows.add(new ArrayExample<>(new Label(fit > 3.7 ? "hired" : "rejected"), FEATURES, x));
        }
        LinearSGDModel model = new LinearSGDTrainer(new LogMulticlass(), new AdaGrad(.1), 20, 34L).train(rows);
        model.saveONNXModel("com.rocketmat", 1, directory.resolve(NAME + ".onnx"));

        // Tribuo orders features and labels by itself
        List<String> features = IntStream.range(0, FEATURES.length)
                .mapToObj(id -> model.getFeatureIDMap().get(id))
                .map(VariableInfo::getName)
                .toList();
        int column = model.getOutputIDInfo().getID(new Label("hired"));
        List<Example<Label>> kept = new ArrayList<>();
        rows.forEach(row -> {
            if (kept.size() < CASES && isClear(percent(model, row))) {
                kept.add(row);
            }
        });
        Files.writeString(
                directory.resolve(NAME + ".json"), manifest(features, column, model, kept.subList(0, MANIFEST_CASES)));
        Files.writeString(directory.resolve(NAME + "-cases.json"), cases(model, kept, features));
    }

    private static double percent(LinearSGDModel model, Example<Label> row) {
        return 100 * model.predict(row).getOutputScores().get("hired").getScore();
    }

    private static boolean isClear(double percent) {
        double hundredths = percent * 100;
        return Math.abs(hundredths - Math.floor(hundredths) - .5) > MARGIN * 100;
    }

    private static String manifest(
            List<String> features, int column, LinearSGDModel model, List<Example<Label>> rows) {
        String cases = rows.stream()
                .map(row -> "  {\"features\":{%s},\"score\":%s}".formatted(
                        features.stream()
                                .map(feature -> "\"%s\":%s".formatted(feature, row.lookup(feature).getValue()))
                                .collect(Collectors.joining(",")),
                        percent(model, row)))
                .collect(Collectors.joining(",\n"));
        return """
                {"name": "%s",
                 "inputs": [{"input":"input","features":%s}],
                 "output": {"name":"output","class":"%d"},
                 "score": {"scale":"percent","decimals":2},
                 "missing": {},
                 "cases": [
                %s]}
                """.formatted(NAME, texts(features), column, cases);
    }

    private static String cases(LinearSGDModel model, List<Example<Label>> rows, List<String> features) {
        List<String> inputs = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        List<String> scores = new ArrayList<>();
        for (Example<Label> row : rows) {
            double percent = percent(model, row);
            inputs.add(features.stream()
                    .map(feature -> Double.toString(row.lookup(feature).getValue()))
                    .collect(Collectors.joining(",", "  [", "]")));
            expected.add(Double.toString(percent));
            scores.add(new BigDecimal(percent).setScale(2, RoundingMode.HALF_UP).toString());
        }
        return """
                {"features": %s,
                 "scale": "percent",
                 "inputs": [
                %s],
                 "expected": [%s],
                 "scores": [%s]}
                """.formatted(
                texts(features), String.join(",\n", inputs), String.join(",", expected), String.join(",", scores));
    }

    private static String texts(List<String> texts) {
        return texts.stream().collect(Collectors.joining("\",\"", "[\"", "\"]"));
    }
}
