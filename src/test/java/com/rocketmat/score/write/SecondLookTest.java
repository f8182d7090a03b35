package com.rocketmat.score.write;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.score.Applications;
import com.rocketmat.score.OwnScore;
import com.rocketmat.score.ScoreField;
import com.rocketmat.tenant.FixedClock;
import com.rocketmat.tenant.scope.TenantId;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SecondLookTest {

    /** The next slice may be a day later, and nothing else records a write for an erased candidate. */
    @Test
    void aWriteIsRememberedForMoreThanADay() {
        TenantId tenant = new TenantId("acme");
        FixedClock clock = new FixedClock();
        SecondLook look = new SecondLook(null, null, null, clock);
        look.arrived(tenant, Applications.with(Map.of()), Applications.waiting());

        clock.pass(Duration.ofHours(25));
        assertThat(look.outstanding(tenant)).isTrue();
        clock.pass(Duration.ofDays(2));
        assertThat(look.outstanding(tenant)).isFalse();
    }

    /** Otherwise a field that a person emptied would be read again for ever. */
    @Test
    void anEmptyFieldMayShowAScoreForTenMinutesAndNoLonger() {
        Instant written = Instant.parse("2026-11-24T10:00:00Z");
        OwnScore own =
                new OwnScore(Applications.ID, "version", List.of(OwnScore.Value.anywhere(BigDecimal.ONE, written)));
        ScoreField field = new ScoreField("rocketmat", true);

        assertThat(own.mayShowLater(Applications.with(Map.of()), field, written.plus(Duration.ofMinutes(9))))
                .isTrue();
        assertThat(own.mayShowLater(Applications.with(Map.of()), field, written.plus(Duration.ofMinutes(10))))
                .isFalse();
    }
}
