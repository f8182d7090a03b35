package com.rocketmat.model.reasons;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.model.runtime.FeatureWeight;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.DoubleStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class StrongestWeightsTest {

    private static final List<String> FEATURES = List.of("a", "b", "c", "d", "e");

    @Test
    void roundsHalvesAwayFromZeroToOneDecimalMoreThanTheScore() {
        assertThat(of(0, 0.25, -0.25, 1.04, 0, 0))
                .containsExactly(weight("c", "1.0"), weight("a", "0.3"), weight("b", "-0.3"));
        assertThat(of(4, 0.000014, -0.000005, 0.000004, 0, 0))
                .containsExactly(weight("a", "0.00001"), weight("b", "-0.00001"));
    }

    @Test
    void ranksWhatIsShownSoThatNoiseBelowItDoesNotDecide() {
        assertThat(of(0, 1.0000001, 1.0000002, 1.0000003, 1.0000004, 1))
                .extracting(FeatureWeight::feature)
                .containsExactly("a", "b", "c");
    }

    @Test
    void takesWhatIsNoNumberForNothing() {
        assertThat(of(0, Double.NaN, Double.POSITIVE_INFINITY, Double.MAX_VALUE, -0.0, -2))
                .containsExactly(weight("e", "-2.0"));
    }

    @Property
    void areAtMostThreeTheLargestFirstAndNeverZero(
            @ForAll @Size(5) double[] weights, @ForAll @IntRange(max = 4) int decimals) {
        List<FeatureWeight> strongest = of(decimals, weights);

        assertThat(strongest).hasSizeLessThanOrEqualTo(3).doesNotHaveDuplicates();
        assertThat(strongest)
                .allMatch(each -> each.weight().signum() != 0
                        && each.weight().scale() == decimals + 1
                        && Math.signum(weights[FEATURES.indexOf(each.feature())])
                                == each.weight().signum());
        for (int i = 1; i < strongest.size(); i++) {
            assertThat(strongest.get(i - 1).weight().abs())
                    .isGreaterThanOrEqualTo(strongest.get(i).weight().abs());
        }
        long large = DoubleStream.of(weights)
                .map(Math::abs)
                .filter(weight -> weight > 1 && weight < 1e300)
                .count();
        assertThat(strongest.size()).isGreaterThanOrEqualTo((int) Math.min(3, large));
    }

    private static List<FeatureWeight> of(int decimals, double... weights) {
        return new StrongestWeights(FEATURES, decimals).of(weights);
    }

    private static FeatureWeight weight(String feature, String weight) {
        return new FeatureWeight(feature, new BigDecimal(weight));
    }
}
