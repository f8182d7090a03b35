package com.rocketmat.sync.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Greenhouse takes 50 ids per call. */
class BatchesTest {

    @ParameterizedTest
    @CsvSource({"0,0", "1,1", "49,1", "50,1", "51,2", "100,2", "101,3", "500,10"})
    void idsMakeAsFewCallsAsTheyCan(int ids, int calls) {
        assertThat(SubjectReader.batches(IntStream.range(0, ids).boxed().toList()))
                .hasSize(calls);
    }
}
