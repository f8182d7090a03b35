package com.rocketmat.model.runtime;

import com.rocketmat.feature.FeatureCatalogue;
import com.rocketmat.feature.FeatureValue;
import com.rocketmat.feature.Kind;
import com.rocketmat.model.manifest.Manifest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Synthetic rows for a manifest's features. */
public final class DryRows {

    /** The longest text, with as many words as possible. */
    public static final FeatureValue LONGEST_TEXT = longest("a ");

    /** As long, for tokenizers that leave out shorter words or have other separators. */
    public static final FeatureValue LONGER_WORDS = longest("abc, abc; abc/abc|abc\n");

    /** 50 is plausible as years or months, and large enough to move a raw margin out of [0,1]. */
    private static final double[] NUMBERS = {1, 0, 50};

    private static final String[] TEXTS = {"Engineer", "", "São Paulo"};
    private static final long ID = 4_000_000_002L;
    private static final double[] EXTREMES = {1e9, -1e9};

    private DryRows() {}

    private static FeatureValue longest(String words) {
        return new FeatureValue.Text(words.repeat(FeatureValue.LONGEST / words.length()));
    }

    public static List<Map<String, FeatureValue>> of(Manifest manifest, FeatureCatalogue catalogue) {
        List<Map<String, FeatureValue>> rows = new ArrayList<>();
        for (int i = 0; i < NUMBERS.length; i++) {
            int row = i;
            rows.add(each(
                    manifest,
                    feature -> value(catalogue.find(feature).orElseThrow().kind(), row)));
        }
        return rows;
    }

    /**
     * Repeats the rows up to the largest batch, since memory and time may grow faster than the number of rows. The order is irregular: a
     * model that reads a row at a fixed distance must not find an equal one.
     */
    public static List<Map<String, FeatureValue>> batch(List<Map<String, FeatureValue>> rows) {
        return IntStream.range(0, Batch.MAX_ROWS)
                .mapToObj(row -> rows.get(Integer.bitCount(row) % rows.size()))
                .toList();
    }

    /** Rows with extreme values: large, long or missing. */
    public static List<Map<String, FeatureValue>> extremes(Manifest manifest, FeatureCatalogue catalogue) {
        List<Map<String, FeatureValue>> rows = new ArrayList<>();
        for (double number : EXTREMES) {
            rows.add(each(
                    manifest,
                    feature -> extreme(catalogue.find(feature).orElseThrow().kind(), number)));
        }
        rows.add(each(manifest, _ -> FeatureValue.MISSING));
        return rows;
    }

    private static FeatureValue extreme(Kind kind, double number) {
        return switch (kind) {
            case NUMBER, WHOLE -> new FeatureValue.Numeric(number);
            case FLAG, ANY -> new FeatureValue.Numeric(number > 0 ? 1 : 0);
            case IDENTIFIER -> new FeatureValue.Identifier(ID);
            case TEXT -> number > 0 ? LONGEST_TEXT : LONGER_WORDS;
        };
    }

    private static Map<String, FeatureValue> each(Manifest manifest, Function<String, FeatureValue> value) {
        Map<String, FeatureValue> row = new HashMap<>();
        manifest.features().forEach(feature -> row.put(feature, value.apply(feature)));
        return row;
    }

    private static FeatureValue value(Kind kind, int row) {
        return switch (kind) {
            case NUMBER, WHOLE -> new FeatureValue.Numeric(NUMBERS[row]);
            case FLAG, ANY -> new FeatureValue.Numeric(row % 2);
            case IDENTIFIER -> new FeatureValue.Identifier(ID + row);
            case TEXT -> new FeatureValue.Text(TEXTS[row]);
        };
    }
}
