package com.rocketmat.tenant.scope;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.transaction.RollbackException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseTroubleTest {

    /** Including a replaced password and a transaction that was idle for too long. */
    @ParameterizedTest
    @ValueSource(
            strings = {"08006", "28000", "28P01", "53300", "57P01", "57014", "25006", "25P03", "40P01", "55P03", "0A000"
            })
    void aTransientFailureIsTheDatabases(String state) {
        assertThat(DatabaseTrouble.causes(failure(state))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"23505", "22P05", "25P02", "42501"})
    void anErrorOfTheServiceIsNotTheDatabases(String state) {
        assertThat(DatabaseTrouble.causes(failure(state))).isFalse();
    }

    @Test
    void anInterruptedCommitIsTheDatabases() {
        RollbackException commit = new RollbackException();
        commit.addSuppressed(failure("57P01"));
        assertThat(DatabaseTrouble.causes(new IllegalStateException(commit))).isTrue();

        RollbackException ours = new RollbackException();
        ours.addSuppressed(failure("23505"));
        assertThat(DatabaseTrouble.causes(ours)).isFalse();
    }

    @Test
    void aTransactionThatTimedOutIsTheDatabases() {
        var ended = new RollbackException("ARJUNA016102: The transaction is not active! Uid is 0:ffff7f000001:ad91");
        assertThat(DatabaseTrouble.causes(new IllegalStateException(ended))).isTrue();
        assertThat(DatabaseTrouble.causes(new RollbackException())).isFalse();
    }

    private static Throwable failure(String state) {
        return new IllegalStateException(new SQLException("refused", state));
    }
}
