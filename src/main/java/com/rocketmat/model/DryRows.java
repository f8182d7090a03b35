package com.rocketmat.model;

import com.rocketmat.feature.Feature;
import com.rocketmat.feature.FeatureCatalogue;
import com.rocketmat.feature.FeatureValue;
import com.rocketmat.feature.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Three invented rows of a manifest's features. */
final class DryRows {

    /** 50 is a plausible number of years or months, and large enough for a margin to leave [0,1]. */
    private static final double[] NUMBERS = {1, 0, 50};

    private static final String[] TEXTS = {"Engineer", "", "São Paulo"};
    private static final int PAGE = 500;
    private static final long ID = 4_000_000_002L;

    private DryRows() {}

    static List<Map<String, FeatureValue>> of(Manifest manifest, FeatureCatalogue catalogue) {
        List<Map<String, FeatureValue>> rows = new ArrayList<>();
        for (int i = 0; i < NUMBERS.length; i++) {
            Map<String, FeatureValue> row = new HashMap<>();
            for (String feature : manifest.features()) {
                row.put(
                        feature,
                        value(catalogue.find(feature).map(Feature::kind).orElseThrow(), i));
            }
            rows.add(row);
        }
        return rows;
    }

    /** Over and over, as many as are ever scored at once: memory and time may grow faster than rows. */
    static List<Map<String, FeatureValue>> page(List<Map<String, FeatureValue>> rows) {
        return IntStream.range(0, PAGE)
                .mapToObj(row -> rows.get(row % rows.size()))
                .toList();
    }

    private static FeatureValue value(Kind kind, int row) {
        return switch (kind) {
            case NUMBER -> new FeatureValue.Numeric(NUMBERS[row]);
            case FLAG, ANY -> new FeatureValue.Numeric(row % 2);
            case IDENTIFIER -> new FeatureValue.Identifier(ID + row);
            case TEXT -> new FeatureValue.Text(TEXTS[row]);
        };
    }
}
