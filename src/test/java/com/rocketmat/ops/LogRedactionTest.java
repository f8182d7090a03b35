package com.rocketmat.ops;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.rocketmat.sandbox.secrecy.Shown;
import java.sql.SQLException;
import java.time.Instant;
import java.util.logging.Level;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class LogRedactionTest {

    private final LogRedaction redaction = new LogRedaction();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "io.netty.handler.logging.LoggingHandler",
                "org.jboss.resteasy.reactive.client.logging.DefaultClientLogger",
                "org.jboss.resteasy.reactive.client.handlers.ClientErrorHandler",
                "jdk.httpclient.HttpClient",
                "jdk.internal.httpclient.debug"
            })
    void wireLogsAreLeftOut(String category) {
        assertThat(redaction.isLoggable(record(category, "anything"))).isFalse();
        assertThat(redaction.isLoggable(record("io.netty.util.Recycler", "anything")))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer hunter2hunter2",
                "authorization: basic Y2xpZW50OmhpZGRlbi1odW50ZXIy",
                "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJodW50ZXIyIn0.c2ln",
                "hvs.CAESIhunter2hunter2hunter2",
                "s.hunter2hunter2hunter2hun"
            })
    void anAuthorisationIsMasked(String secret) {
        ExtLogRecord log = record("io.vertx.core", "header %s of a call at 100%%");
        log.setParameters(new Object[] {secret});

        assertThat(redaction.isLoggable(log)).isTrue();

        assertThat(log.getMessage()).contains("***", "of a call at 100%").doesNotContain("hunter2", "Y2xp", "eyJ");
        assertThat(new PatternFormatter("%s").format(log)).isEqualTo(log.getMessage());
    }

    @Test
    void otherMessagesStayUnchanged() {
        ExtLogRecord log = record("com.rocketmat.sync", "tenant %s is ACTIVE, basic checks are done");
        log.setParameters(new Object[] {"acme"});
        IllegalStateException thrown = new IllegalStateException("no secret");
        log.setThrown(thrown);

        assertThat(redaction.isLoggable(log)).isTrue();

        assertThat(log.getMessage()).isEqualTo("tenant %s is ACTIVE, basic checks are done");
        assertThat(log.getThrown()).isSameAs(thrown);
    }

    @Test
    void anExceptionThatQuotesDataKeepsOnlyItsTypesAndStackTrace() {
        ExtLogRecord log = record("org.jboss.resteasy.reactive.common.core", "Restarting handler chain");
        log.setMessage("Failure: Error[" + new IllegalStateException(quoting()).getMessage() + "]");
        log.setThrown(new IllegalStateException(quoting()));
        assertThat(Shown.stackTrace(log.getThrown())).contains("Quartermayne");

        assertThat(redaction.isLoggable(log)).isTrue();

        assertThat(Shown.stackTrace(log.getThrown()))
                .contains("java.lang.IllegalStateException", "InvalidFormatException", "at com.rocketmat.ops")
                .doesNotContain("Quartermayne");
        assertThat(log.getMessage()).isEqualTo("Failure: Error[***]");
    }

    @ParameterizedTest
    @NullAndEmptySource
    void anExceptionWithoutAMessageChangesNothing(String none) {
        ExtLogRecord log = record("org.jboss.resteasy.reactive.common.core", "Restarting handler chain");
        log.setThrown(new IllegalStateException(none, quoting()));

        assertThat(redaction.isLoggable(log)).isTrue();

        assertThat(log.getMessage()).isEqualTo("Restarting handler chain");
    }

    @Test
    void anExceptionWithAnAuthorisationLosesItsMessages() {
        ExtLogRecord log = record("io.vertx.core", "refused");
        log.setThrown(new IllegalStateException("with Bearer hunter2hunter2"));

        redaction.isLoggable(log);

        assertThat(Shown.stackTrace(log.getThrown()))
                .contains("java.lang.IllegalStateException")
                .doesNotContain("hunter2");
    }

    @ParameterizedTest
    @CsvSource({
        "io.quarkus.scheduler.common.runtime.StatusEmitterInvoker, 08001, SQLSTATE 08001",
        "com.github.kagkarlsson.scheduler.RunUntilShutdown, 57P03, SQLSTATE 57P03",
        // from the pool, if packets to PostgreSQL are dropped
        "io.quarkus.scheduler.common.runtime.StatusEmitterInvoker,, no free connection"
    })
    void jobsThatFailWithoutPostgresqlAreLoggedOnceAMinute(String category, String state, String reason) {
        ExtLogRecord first = failed(category, 0, state);

        assertThat(redaction.isLoggable(first)).isTrue();
        assertThat(first.getLevel()).isEqualTo(org.jboss.logmanager.Level.WARN);
        assertThat(first.getMessage()).isEqualTo("Database unavailable (%s); retrying scheduled jobs", reason);
        assertThat(first.getThrown()).isNull();
        assertThat(redaction.isLoggable(failed(category, 59, "08001"))).isFalse();
        assertThat(redaction.isLoggable(failed(category, 60, state))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "io.quarkus.scheduler.common.runtime.StatusEmitterInvoker, 42601",
        "io.quarkus.scheduler.common.runtime.StatusEmitterInvoker, 40P01",
        "io.quarkus.scheduler.common.runtime.StatusEmitterInvoker, 55P03",
        "io.quarkus.scheduler.common.runtime.StatusEmitterInvoker, 57014",
        // no job
        "com.rocketmat.webhook.Webhooks, 08001"
    })
    void otherFailuresKeepTheirStackTrace(String category, String state) {
        ExtLogRecord failure = failed(category, 0, state);

        assertThat(redaction.isLoggable(failure)).isTrue();
        assertThat(failure.getThrown()).isNotNull();
    }

    @Test
    void aConnectionThatEndsEarlyIsLoggedByItsCallOnly() {
        String connection = "io.vertx.core.net.impl.ConnectionBase";

        assertThat(redaction.isLoggable(record(connection, "Connection closed before received headers")))
                .isFalse();
        assertThat(redaction.isLoggable(record(connection, "Unexpected frame"))).isTrue();
        ExtLogRecord traced = record(connection, "Connection reset");
        traced.setThrown(new IllegalStateException("at DEBUG"));
        assertThat(redaction.isLoggable(traced)).isTrue();
    }

    private static ExtLogRecord failed(String category, int second, String state) {
        ExtLogRecord log = record(category, "Error occurred while executing task");
        log.setInstant(Instant.parse("2026-11-29T12:00:00Z").plusSeconds(second));
        log.setThrown(new IllegalStateException(new SQLException("refused", state)));
        return log;
    }

    private static JsonProcessingException quoting() {
        try {
            new ObjectMapper().readValue("\"Quartermayne\"", Long.class);
            throw new AssertionError("it was read");
        } catch (JsonProcessingException e) {
            return e;
        }
    }

    private static ExtLogRecord record(String category, String message) {
        ExtLogRecord log = new ExtLogRecord(Level.INFO, message, ExtLogRecord.FormatStyle.PRINTF, "");
        log.setLoggerName(category);
        return log;
    }
}
