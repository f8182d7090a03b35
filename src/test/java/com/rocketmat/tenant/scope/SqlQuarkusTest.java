package com.rocketmat.tenant.scope;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.stream.LongStream;
import org.hibernate.SessionFactory;
import org.hibernate.stat.Statistics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class SqlQuarkusTest {

    private static final TenantId TENANT = new TenantId("some-columns");
    private static final int CALLS = 20;

    @Inject
    Sql sql;

    @Inject
    TenantUnit unit;

    @Inject
    SessionFactory sessions;

    @Test
    void aRepeatedQueryIsPlannedOnce() {
        Statistics statistics = sessions.getStatistics();
        statistics.setStatisticsEnabled(true);
        try {
            // the minimum, because the application's own queries are counted too
            assertThat(LongStream.range(0, CALLS).map(_ -> newPlans(statistics)).min())
                    .hasValue(0);
        } finally {
            statistics.setStatisticsEnabled(false);
        }
    }

    private long newPlans(Statistics statistics) {
        statistics.clear();
        assertThat(value("CAST(7 AS bigint)", Long.class)).isEqualTo(7);
        return statistics.getQueryPlanCacheMissCount();
    }

    @ParameterizedTest
    @CsvSource({
        "bigint, 7, java.lang.Long",
        "integer, 7, java.lang.Integer",
        "text, seven, java.lang.String",
        "boolean, true, java.lang.Boolean",
        "timestamptz, 2026-11-24T09:00:00Z, java.time.Instant",
        "uuid, 0e6ad7ba-3a9c-4a5e-9f1c-3b1f8d8f0a11, java.util.UUID"
    })
    void aValueHasTheRequestedType(String type, String text, Class<?> requested) {
        Object value = value("CAST('%s' AS %s)".formatted(text, type), requested);

        assertThat(value).isInstanceOf(requested).hasToString(text);
    }

    @Test
    void bytesAndNullsAreRead() {
        assertThat(value("CAST('seven' AS bytea)", byte[].class)).asString().isEqualTo("seven");
        assertThat(value("CAST(NULL AS bigint)", Long.class)).isNull();
    }

    private <T> T value(String expression, Class<T> type) {
        return unit.get(TENANT, () -> sql.value("SELECT " + expression, type));
    }
}
