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

    /** @param baseRate share of positives in the training part */
    static Manifest of(String name, Encoder encoder, double baseRate) {
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
        // a typical value, with which reasons compare, too, unless the feature is never missing
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
                new ScoreFormat(ScoreFormat.Scale.PERCENT, decimals(baseRate)),
                missing);
    }

    /** More if one outcome is rare, since most scores are then within a few percent of each other. */
    private static int decimals(double baseRate) {
        double rarer = Math.min(baseRate, 1 - baseRate);
        if (rarer < 0.02) {
            return 2;
        }
        return rarer < 0.2 ? 1 : 0;
    }
}
