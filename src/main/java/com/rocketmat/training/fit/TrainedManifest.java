package com.rocketmat.training.fit;

import com.rocketmat.feature.FeatureValue;
import com.rocketmat.model.manifest.Manifest;
import com.rocketmat.model.manifest.ScoreFormat;
import com.rocketmat.training.fit.learn.Encoder;
import com.rocketmat.training.fit.onnx.ModelFile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

final class TrainedManifest {

    private TrainedManifest() {}

    /** @param base share of positives in what the model learned from */
    static Manifest of(String name, Encoder encoder, double base) {
        List<Manifest.Input> inputs = Stream.of(
                        new Manifest.Input(
                                ModelFile.NUMBERS,
                                encoder.numbers().stream()
                                        .map(Encoder.Numbers::feature)
                                        .toList()),
                        new Manifest.Input(
                                ModelFile.CATEGORIES,
                                encoder.categories().stream()
                                        .map(Encoder.Categories::feature)
                                        .toList()))
                .filter(input -> !input.features().isEmpty())
                .toList();
        // otherwise a typical value; reasons compare with it, too, unless the feature is never missing
        Map<String, FeatureValue> missing = new HashMap<>();
        encoder.numbers().stream()
                .filter(each -> !each.marked())
                .forEach(each -> missing.put(each.feature(), new FeatureValue.Numeric(each.standIn())));
        encoder.categories().stream()
                .filter(each -> !each.marked())
                .forEach(each -> missing.put(
                        each.feature(), new FeatureValue.Text(each.texts().getFirst())));
        return new Manifest(
                name,
                inputs,
                new Manifest.Output(ModelFile.OUTPUT, Optional.empty()),
                new ScoreFormat(ScoreFormat.Scale.PERCENT, decimals(base)),
                missing);
    }

    /** Where one outcome is rare, most scores are within a few percent of each other. */
    private static int decimals(double base) {
        double rarer = Math.min(base, 1 - base);
        if (rarer < 0.02) {
            return 2;
        }
        return rarer < 0.2 ? 1 : 0;
    }
}
