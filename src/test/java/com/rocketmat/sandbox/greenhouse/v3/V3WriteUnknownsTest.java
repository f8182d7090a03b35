package com.rocketmat.sandbox.greenhouse.v3;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.sandbox.greenhouse.InProcessSandbox;
import com.rocketmat.sandbox.greenhouse.organisation.Organisation;
import com.rocketmat.sandbox.greenhouse.switches.ErrorSwitches.Bodies;
import com.rocketmat.sandbox.greenhouse.switches.ErrorSwitches.ValueErrors;
import com.rocketmat.sandbox.greenhouse.switches.Switches;
import com.rocketmat.sandbox.greenhouse.switches.WriteSwitches.HiddenFieldWrites;
import com.rocketmat.sandbox.greenhouse.wire.Json;
import com.rocketmat.sandbox.greenhouse.wire.Response;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Writes of v3, where the real API's behaviour is not documented. */
class V3WriteUnknownsTest {
    private final InProcessSandbox sandbox = new InProcessSandbox();
    private final Organisation acme = sandbox.acme;
    private long application;

    @BeforeEach
    void anApplication() {
        application = sandbox.application();
        sandbox.field(1, "notice", "short_text");
        acme.setCustomField(application, "notice", Json.text("two months"));
    }

    @Test
    void inReplaceModeAnEmptyListClearsAllFields() {
        sandbox.switches().customFieldWrites = Switches.CustomFieldWrites.REPLACE;
        sandbox.patch(application, "{\"source_id\":9}");
        assertThat(acme.score(application, "notice")).as("no list at all").isEqualTo("two months");
        sandbox.patch(application, "{\"custom_fields\":[]}");
        assertThat(acme.score(application, "notice")).isNull();
    }

    @Test
    void inReplaceModeUnknownFieldsAreKept() {
        acme.change(
                "applications",
                application,
                row -> row.withObject("/custom_fields")
                        .putObject("unknown")
                        .put("name", "Unknown")
                        .put("type", "short_text")
                        .put("value", "kept"));
        sandbox.switches().customFieldWrites = Switches.CustomFieldWrites.REPLACE;
        sandbox.score(application, "1");
        assertThat(acme.score(application, "unknown")).isEqualTo("kept");
    }

    @ParameterizedTest
    @CsvSource({"UNPROCESSABLE, 422", "FORBIDDEN, 403", "IGNORED, 200"})
    void aWriteToAHiddenFieldIsRejectedOrIgnored(HiddenFieldWrites writes, int status) {
        sandbox.switches().privateFields = false;
        sandbox.switches().writes.hiddenFieldWrites = writes;
        acme.change("custom_fields", 1, row -> row.put("private", true));
        Response answer = sandbox.patch(
                application,
                "{\"custom_fields\":[{\"name_key\":\"notice\",\"value\":\"now\"},{\"name_key\":\"rocketmat\",\"value\":1}]}");
        assertThat(answer.status()).isEqualTo(status);
        assertThat(acme.score(application, "notice")).isEqualTo("two months");
        assertThat(acme.score(application, "rocketmat")).isEqualTo(status == 200 ? Integer.valueOf(1) : null);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "FIELDS; ,\"errors\":[{\"rocketmat\":\"is not a number\"}]",
                "PATHS; ,\"errors\":[{\"custom_fields.0.value\":\"is not a number\"}]",
                "TEXTS; ,\"errors\":[\"rocketmat is not a number\"]",
                "NONE; ``"
            })
    void anInvalidValueIsReportedInOneOfFourForms(ValueErrors errors, String told) {
        sandbox.switches().errors.valueErrors = errors;
        Response refused = sandbox.score(application, "\"much\"");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text()).isEqualTo("{\"message\":\"Unprocessable Content\"" + told + "}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {"TEXT; Error %d; text/plain", "EMPTY; ``; text/plain"})
    void undocumentedErrorBodiesMayNotBeJson(Bodies bodies, String text, String type) {
        sandbox.switches().errors.unknownBodies = bodies;
        acme.scopes(Set.of("harvest:applications:list", "harvest:applications:update"));
        acme.rateLimit(2);
        Response bad = sandbox.patch(application, "{");
        Response forbidden = sandbox.get("/v3/jobs");
        Response tooMany = sandbox.get("/v3/applications");
        for (Response refused : new Response[] {bad, forbidden, tooMany}) {
            assertThat(refused.text()).isEqualTo(text.formatted(refused.status()));
            assertThat(refused.header("Content-Type")).contains(type);
            assertThat(refused.header("X-Request-Id")).isPresent();
        }
        assertThat(new int[] {bad.status(), forbidden.status(), tooMany.status()})
                .containsExactly(400, 403, 429);
        assertThat(tooMany.header("Retry-After")).isPresent();
    }

    @Test
    void aWriteMayMoveLastActivity() {
        sandbox.clock.forward(Duration.ofSeconds(1));
        sandbox.score(application, "1");
        assertThat(sandbox.row("/v3/applications").path("last_activity_at").isNull())
                .isTrue();
        sandbox.switches().patchMovesLastActivityAt = true;
        sandbox.score(application, "2");
        assertThat(sandbox.row("/v3/applications").path("last_activity_at").asText())
                .isEqualTo("2026-11-24T12:00:08.250Z");
        acme.change("applications", application, row -> row.putNull("last_activity_at"));
        sandbox.v1Patch(application, "{\"custom_fields\":[{\"name_key\":\"rocketmat\",\"value\":\"3\"}]}");
        assertThat(sandbox.row("/v3/applications").path("last_activity_at").isNull())
                .isFalse();
    }
}
