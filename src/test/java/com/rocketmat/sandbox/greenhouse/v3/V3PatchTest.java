package com.rocketmat.sandbox.greenhouse.v3;

import static com.rocketmat.sandbox.greenhouse.InProcessSandbox.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.sandbox.greenhouse.InProcessSandbox;
import com.rocketmat.sandbox.greenhouse.organisation.OrganisationBuilder;
import com.rocketmat.sandbox.greenhouse.wire.Response;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class V3PatchTest {

    @AutoClose
    private final InProcessSandbox sandbox = new InProcessSandbox();

    private long id;

    @BeforeEach
    void application() {
        id = sandbox.application();
    }

    @Test
    void aWriteAnswersWithTheRowAndMovesUpdatedAt() {
        sandbox.clock.forward(Duration.ofSeconds(5));
        Response written = sandbox.score(id, "41.5");
        assertThat(written.status()).isEqualTo(200);
        assertThat(json(written).path("updated_at").asText()).isEqualTo("2026-11-24T12:00:12.250Z");
        assertThat(sandbox.acme.score(id, "rocketmat")).isEqualTo(41.5);
        sandbox.score(id, "null");
        assertThat(sandbox.acme.score(id, "rocketmat")).isNull();
    }

    @Test
    void aCandidateFieldWithTheSameKeyIsNotWritten() {
        sandbox.acme.add(
                "custom_fields",
                OrganisationBuilder.field(1, "rocketmat", "Rocketmat", "number").put("field_type", "candidate"));
        assertThat(sandbox.patch(id, "{\"custom_fields\":[{\"custom_field_id\":1,\"value\":1}]}")
                        .status())
                .isEqualTo(422);
        assertThat(sandbox.score(id, "1").status()).isEqualTo(200);
    }

    @Test
    void concurrentWritesAllTakeEffect() {
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
}
