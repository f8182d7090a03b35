package com.rocketmat.sync.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Greenhouse takes 50 ids per call. */
class BatchesTest {

    @Test
    void nothingMakesNoBatch() {
        assertThat(SubjectReader.batches(List.of())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1,1", "49,1", "50,1", "51,2", "100,2", "101,3", "500,10"})
    void idsMakeAsFewCallsAsTheyCan(int ids, int calls) {
        assertThat(SubjectReader.batches(IntStream.range(0, ids).boxed().toList()))
                .hasSize(calls);
    }

    @Property
    void batchesHoldEveryIdOnceInTheirOrderAndNoneIsEmptyOrTooLong(@ForAll @IntRange(min = 0, max = 700) int ids) {
        Collection<Integer> all =
                IntStream.range(0, ids).boxed().collect(LinkedHashSet::new, Collection::add, Collection::addAll);

        List<List<Integer>> batches = SubjectReader.batches(all);

        assertThat(batches).allSatisfy(batch -> assertThat(batch).hasSizeBetween(1, 50));
        assertThat(batches.stream().flatMap(List::stream)).containsExactlyElementsOf(all);
    }
}
