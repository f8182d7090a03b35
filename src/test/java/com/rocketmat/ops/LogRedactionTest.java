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
    void whatGoesOverTheWireIsLeftOut(String category) {
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
    void whatLooksLikeAnAuthorisationIsStarred(String secret) {
        ExtLogRecord log = record("io.vertx.core", "header %s of a call at 100%%");
        log.setParameters(new Object[] {secret});

        assertThat(redaction.isLoggable(log)).isTrue();

        assertThat(log.getMessage()).contains("***", "of a call at 100%").doesNotContain("hunter2", "Y2xp", "eyJ");
        assertThat(new PatternFormatter("%s").format(log)).isEqualTo(log.getMessage());
    }

    @Test
    void everythingElseStaysAsItIs() {
        ExtLogRecord log = record("com.rocketmat.sync", "tenant %s is ACTIVE, basic checks are done");
        log.setParameters(new Object[] {"acme"});
        IllegalStateException thrown = new IllegalStateException("no secret");
        log.setThrown(thrown);

        assertThat(redaction.isLoggable(log)).isTrue();

        assertThat(log.getMessage()).isEqualTo("tenant %s is ACTIVE, basic checks are done");
        assertThat(log.getThrown()).isSameAs(thrown);
    }

    @Test
    void anExceptionThatQuotesLosesItsMessagesAndKeepsItsKindsAndPlaces() {
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
    void anExceptionWithoutAMessageTakesNothingOutOfTheLine(String none) {
        ExtLogRecord log = record("org.jboss.resteasy.reactive.common.core", "Restarting handler chain");
        log.setThrown(new IllegalStateException(none, quoting()));

        assertThat(redaction.isLoggable(log)).isTrue();

        assertThat(log.getMessage()).isEqualTo("Restarting handler chain");
    }

    @Test
    void anExceptionThatShowsAnAuthorisationLosesItsMessagesToo() {
        ExtLogRecord log = record("io.vertx.core", "refused");
        log.setThrown(new IllegalStateException("with Bearer hunter2hunter2"));

        redaction.isLoggable(log);

        assertThat(Shown.stackTrace(log.getThrown()))
                .contains("java.lang.IllegalStateException")
                .doesNotContain("hunter2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "io.quarkus.scheduler.common.runtime.StatusEmitterInvoker",
                "com.github.kagkarlsson.scheduler.RunUntilShutdown"
            })
    void jobsThatFailWithoutPostgresqlAreToldOnceAMinute(String category) {
        ExtLogRecord first = failed(category, 0, "08001");

        assertThat(redaction.isLoggable(first)).isTrue();
        assertThat(first.getLevel()).isEqualTo(org.jboss.logmanager.Level.WARN);
        assertThat(first.getMessage()).isEqualTo("Database unavailable (SQLSTATE 08001); retrying scheduled jobs");
        assertThat(first.getThrown()).isNull();
        assertThat(redaction.isLoggable(failed(category, 59, "57P03"))).isFalse();
        assertThat(redaction.isLoggable(failed(category, 60, "57P03"))).isTrue();
    }

    /** As where packets to PostgreSQL are dropped. */
    @Test
    void jobsThatGetNoConnectionFromThePoolAreToldOnceAMinuteToo() {
        String category = "io.quarkus.scheduler.common.runtime.StatusEmitterInvoker";
        ExtLogRecord first = failed(category, 0, null);

        assertThat(redaction.isLoggable(first)).isTrue();
        assertThat(first.getMessage()).isEqualTo("Database unavailable (no free connection); retrying scheduled jobs");
        assertThat(first.getThrown()).isNull();
        assertThat(redaction.isLoggable(failed(category, 59, null))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"42601", "40P01", "55P03", "57014"})
    void otherFailuresOfJobsAreToldWithTheirPlace(String state) {
        ExtLogRecord faulty = failed("io.quarkus.scheduler.common.runtime.StatusEmitterInvoker", 0, state);

        assertThat(redaction.isLoggable(faulty)).isTrue();
        assertThat(faulty.getThrown()).isNotNull();
    }

    @Test
    void whatFailsWithoutPostgresqlAndIsNoJobIsToldWithItsPlace() {
        ExtLogRecord call = failed("com.rocketmat.webhook.Webhooks", 0, "08001");

        assertThat(redaction.isLoggable(call)).isTrue();
        assertThat(call.getThrown()).isNotNull();
    }

    @Test
    void aConnectionThatEndsEarlyIsToldByItsCallAlone() {
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
