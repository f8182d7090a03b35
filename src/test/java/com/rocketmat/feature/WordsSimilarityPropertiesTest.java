package com.rocketmat.feature;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class WordsSimilarityPropertiesTest {

    @Property
    void similarityIsSymmetric(@ForAll("titles") String one, @ForAll("titles") String other) {
        assertThat(Words.similarity(one, other)).isEqualTo(Words.similarity(other, one));
    }

    @Property
    void aTitleIsFullySimilarToItselfInAnyLetterCase(@ForAll("titles") String title) {
        OptionalDouble similarity = Words.similarity(title, title.toLowerCase(Locale.ROOT));

        assertThat(similarity.orElse(1)).isEqualTo(1.0);
    }

    @Property
    void anyTextIsTaken(@ForAll String one, @ForAll String other) {
        assertThat(Words.similarity(one, other).orElse(0)).isBetween(0.0, 1.0);
    }

    @Provide
    Arbitrary<String> titles() {
        return Arbitraries.of(List.of("Senior", "data", "Data", "Engineer", "Ingénieur", "C++", "/", "II", "(m/f/d)"))
                .list()
                .ofMaxSize(6)
                .map(words -> String.join(" ", words));
    }
}
