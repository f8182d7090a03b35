package com.rocketmat.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rocketmat.sandbox.SandboxDatabase;
import com.rocketmat.sandbox.TransactionPooler;
import io.quarkus.runtime.StartupEvent;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

@Tag("finding-C")
class TransactionPoolingCheckTest {

    @AutoClose
    private static SandboxDatabase database;

    @BeforeAll
    static void start() {
        database = SandboxDatabase.start();
    }

    @Test
    void aConnectionOfItsOwnIsFine() {
        assertThatNoException().isThrownBy(() -> check(database.jdbcUrl()).check(new StartupEvent()));
    }

    @Test
    void sessionsThatTransactionsShareAreRefused() throws Exception {
        try (TransactionPooler pooler = TransactionPooler.before(database, true)) {
            TransactionPoolingCheck check = check(pooler.jdbcUrl());

            assertThatThrownBy(() -> check.check(new StartupEvent()))
                    .isInstanceOf(UnsafeDatabase.class)
                    .hasMessageContaining("pool_mode = session");
            assertThat(Main.reason(new RuntimeException(new UnsafeDatabase("why"))))
                    .contains("why");
        }
    }

    @Test
    void soAreTheyWhereTheSessionThatRestedLongestIsTakenFirst() throws Exception {
        try (TransactionPooler pooler = TransactionPooler.before(database, false)) {
            assertThat(check(pooler.jdbcUrl()).pooled()).isTrue();
        }
    }

    private static TransactionPoolingCheck check(String url) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(url);
        source.setUser(database.user());
        source.setPassword(database.password());
        return new TransactionPoolingCheck(source);
    }
}
