package com.rocketmat.sandbox.greenhouse.v3;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.sandbox.greenhouse.InProcessSandbox;
import com.rocketmat.sandbox.greenhouse.organisation.OrganisationBuilder;
import com.rocketmat.sandbox.greenhouse.switches.Switches;
import com.rocketmat.sandbox.greenhouse.wire.Json;
import com.rocketmat.sandbox.greenhouse.wire.Response;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class V3PatchTest {

    @AutoClose
    private final InProcessSandbox sandbox = new InProcessSandbox();

    private long id;

    @BeforeEach
    void application() {
        id = sandbox.applications(1).getFirst();
    }

    @Test
    void aWriteAnswersWithTheRowAndMovesUpdatedAt() {
        sandbox.clock.forward(Duration.ofSeconds(5));
        Response written = sandbox.score(id, "41.5");
        assertThat(written.status()).isEqualTo(200);
        assertThat(InProcessSandbox.json(written).path("updated_at").asText()).isEqualTo("2026-11-24T12:00:12.250Z");
        assertThat(sandbox.acme.score(id, "rocketmat")).isEqualTo(41.5);
        sandbox.score(id, "null");
        assertThat(sandbox.acme.score(id, "rocketmat")).isNull();
    }

    @ParameterizedTest
    @CsvSource({"MERGE, late", "REPLACE,"})
    void fieldsThatAreNotListedAreKeptOrCleared(Switches.CustomFieldWrites writes, String left) {
        sandbox.acme.add("custom_fields", OrganisationBuilder.field(1, "notice", "Notice", "short_text"));
        sandbox.acme.setCustomField(id, "notice", Json.text("late"));
        sandbox.switches().customFieldWrites = writes;
        sandbox.score(id, "1");
        assertThat(sandbox.acme.score(id, "notice")).isEqualTo(left);
        assertThat(sandbox.acme.score(id, "rocketmat")).isEqualTo(1);
    }

    @Test
    void oneWrongFieldKeepsTheOthersOut() {
        String two =
                "{\"custom_fields\":[{\"name_key\":\"rocketmat\",\"value\":1},{\"name_key\":\"gone\",\"value\":1}]}";
        assertThat(sandbox.patch(id, two).status()).isEqualTo(422);
        assertThat(sandbox.acme.score(id, "rocketmat")).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "short_text; \"x\"; 1",
                "long_text; \"x\"; true",
                "url; \"https://x.example\"; 1",
                "yes_no; true; \"true\"",
                "date; \"2026-11-24\"; \"24.11.2026\"",
                "single_select; \"B\"; \"C\"",
                "multi_select; [\"B\"]; \"B\"",
                "currency; {\"amount\":1,\"currency_code\":\"EUR\"}; {\"amount\":1,\"unit\":\"EUR\"}",
                "currency_range; {\"min_amount\":1,\"max_amount\":2,\"currency_code\":\"EUR\"}; 1",
                "number_range; {\"min_value\":1,\"max_value\":2}; {\"min_value\":1}",
                "user; 4410002002; 1",
                "header; null; \"x\""
            })
    void everyTypeOfFieldTakesItsOwnValuesOnly(String type, String good, String bad) {
        sandbox.acme.add("custom_fields", OrganisationBuilder.field(1, "some", "Some", type));
        sandbox.acme.add(
                "custom_field_options",
                Json.object()
                        .put("id", 2)
                        .put("custom_field_id", 1)
                        .put("name", "B")
                        .put("active", true));
        sandbox.acme.add(
                "custom_field_options",
                Json.object()
                        .put("id", 3)
                        .put("custom_field_id", 1)
                        .put("name", "C")
                        .put("active", false));
        assertThat(some(good).status()).isEqualTo(200);
        assertThat(some(bad).status()).isEqualTo(422);
    }

    @Test
    void aCandidateFieldOfTheSameKeyIsAnotherField() {
        sandbox.acme.add(
                "custom_fields",
                OrganisationBuilder.field(1, "rocketmat", "Rocketmat", "number").put("field_type", "candidate"));
        assertThat(sandbox.patch(id, "{\"custom_fields\":[{\"custom_field_id\":1,\"value\":1}]}")
                        .status())
                .isEqualTo(422);
        assertThat(sandbox.score(id, "1").status()).isEqualTo(200);
    }

    @Test
    void writesAtTheSameTimeAllCount() {
        sandbox.acme.rateLimit(1_000);
        List<Long> ids = sandbox.applications(200);
        sandbox.token();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            ids.forEach(each -> threads.execute(() -> sandbox.score(each, "1")));
            ids.subList(0, 20).forEach(_ -> threads.execute(() -> sandbox.get("/v3/applications?per_page=500")));
        }
        assertThat(ids)
                .allSatisfy(each ->
                        assertThat(sandbox.acme.score(each, "rocketmat")).isEqualTo(1));
        assertThat(sandbox.simulator.calls().where(call -> call.status() == 200))
                .hasSize(221);
        assertThat(sandbox.get("/v3/jobs").header("X-RateLimit-Remaining")).contains("779");
    }

    private Response some(String value) {
        return sandbox.patch(id, "{\"custom_fields\":[{\"name_key\":\"some\",\"value\":" + value + "}]}");
    }
}
