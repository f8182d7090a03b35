package com.rocketmat.sync.reading;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.sync.reading.ReferenceData.Lookup;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LookupTest {

    private final Lookup lookup = ReferenceData.apart(null);

    @Test
    void jobsAreReadAgainWhenAnotherModelNeedsMoreOfThem() {
        lookup.jobs(Set.of("id", "opened_at")).put(1L, null);

        assertThat(lookup.jobs(Set.of("id"))).containsKey(1L);
        assertThat(lookup.jobs(Set.of("id", "department_id"))).isEmpty();
    }
}
