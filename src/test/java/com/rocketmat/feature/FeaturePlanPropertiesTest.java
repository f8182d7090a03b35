package com.rocketmat.feature;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class FeaturePlanPropertiesTest {

    private final FeaturePlan everything = new FeatureCatalogue()
            .plan(new FeatureCatalogue()
                    .describe().stream().map(FeatureDescription::name).toList());

    @Property
    void aPlanGivesEveryValueWhateverIsNull(@ForAll("subjects") Subject subject) {
        Map<String, FeatureValue> values = everything.values(subject);

        assertThat(values.keySet()).containsExactlyElementsOf(everything.names());
        assertThat(values.values()).doesNotContainNull();
    }

    @Property
    void numbersAreFinite(@ForAll("subjects") Subject subject) {
        assertThat(everything.values(subject).values()).allSatisfy(value -> {
            if (value instanceof FeatureValue.Numeric(double number)) {
                assertThat(number).isFinite();
            }
        });
    }

    @Property
    void theSameRowsGiveTheSameValues(@ForAll("subjects") Subject subject) {
        assertThat(everything.values(subject)).isEqualTo(everything.values(subject));
    }

    @Provide
    Arbitrary<Subject> subjects() {
        return OddRows.subjects();
    }
}
