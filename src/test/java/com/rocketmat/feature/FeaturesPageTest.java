package com.rocketmat.feature;

import com.rocketmat.guide.GuidePage;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The generated page of the catalogue. {@code -Dfeatures.page=write} regenerates it. */
class FeaturesPageTest {

    @Test
    void thePageIsGeneratedFromTheCatalogue() throws IOException {
        GuidePage.named("features").is(page(new FeatureCatalogue().describe()));
    }

    private static String page(List<FeatureDescription> features) {
        StringBuilder page = new StringBuilder("""
                # The feature catalogue

                What a model's manifest may ask for, as `GET /api/features` says it. Made from the code (`FeaturesPageTest`), not by hand.

                *Read* are the attributes of Harvest v3's rows. Only those of a manifest's features are fetched, and [those that every model
                needs](models.md#the-manifest); v1's rows come whole, with the same under other names. A value that is missing is what the manifest's `missing` says, else NaN or an empty text.

                | feature | type | unit | is | read | missing when |
                |---|---|---|---|---|---|
                """);
        for (FeatureDescription feature : features) {
            page.append("| `%s` | %s | %s | %s | %s | %s |%n"
                    .formatted(
                            feature.name(),
                            feature.type(),
                            feature.unit(),
                            feature.madeOf(),
                            String.join(", ", feature.fields()),
                            feature.whenMissing()));
        }
        return page.toString();
    }
}
