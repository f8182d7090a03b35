package com.rocketmat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;

import com.rocketmat.model.Graph;
import com.rocketmat.sandbox.greenhouse.fault.Call;
import com.rocketmat.sandbox.greenhouse.organisation.Organisation;
import com.rocketmat.sandbox.process.ApplicationProcess;
import com.rocketmat.sandbox.stack.Operator;
import com.rocketmat.sandbox.stack.SandboxStack;
import com.rocketmat.sandbox.stack.SharedStack;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The packaged application reads resumes in separate processes. */
class ResumeIT {

    private static final String PDF_TEXT =
            "Ana Souza\nEngenheira de dados, São Paulo\n2019 – 2026 Nubank: pipelines in Spark & Airflow\nPython 8 years\nJava 3 years";
    private static final String PLAIN_TEXT = "Rui Costa, Porto";

    @AutoClose
    private static SharedStack shared;

    private static Organisation organisation;
    private static SandboxStack stack;
    private static ApplicationProcess application;
    private static Operator operator;

    @BeforeAll
    static void start() {
        organisation = Organisation.empty("resumes", Instant.now().truncatedTo(ChronoUnit.SECONDS));
        organisation.rateLimit(10_000);
        shared = SharedStack.with(List.of(organisation));
        stack = shared.stack();
        application = shared.application();
        operator = shared.operator();
    }

    @Test
    void everyApplicationIsScoredByItsNewestResume() throws IOException {
        long job = organisation.addJob("Engineer");
        long pdf = apply(job);
        organisation.addResume(pdf, "old.txt", "something else".getBytes(StandardCharsets.UTF_8));
        // the other one is newer
        organisation.add(
                "attachments",
                organisation.rows("attachments").getFirst().put("created_at", "2020-01-01T00:00:00.000Z"));
        organisation.addResume(pdf, "Ana Souza.pdf", resource("reportlab.pdf"));
        long plain = apply(job);
        organisation.addResume(plain, "cv", PLAIN_TEXT.getBytes(StandardCharsets.UTF_8));
        long hostile = apply(job);
        organisation.addResume(hostile, "cv.pdf", "%PDF-1.7 then nothing".getBytes(StandardCharsets.UTF_8));
        long without = apply(job);
        organisation.change("applications", without, row -> row.put("created_at", "2020-01-01T00:00:00.000Z"));
        String name = organisation.name();
        stack.addTenant(name, Map.of());
        await().atMost(Duration.ofSeconds(60)).until(() -> operator.tenant(name).statusCode() == 200);
        operator.upload(name, Graph.words(PDF_TEXT, PLAIN_TEXT).toBytes(), Graph.RESUMES)
                .then()
                .statusCode(201)
                .body("checks.find { it.name == 'proxies' }.detail", containsString("resume.text"));
        operator.giveModel(name, Graph.words(PDF_TEXT, PLAIN_TEXT).toBytes(), Graph.RESUMES);

        await().atMost(Duration.ofSeconds(90)).untilAsserted(() -> {
            assertThat(score(pdf)).isEqualTo(1);
            assertThat(score(plain)).isEqualTo(2);
            assertThat(score(hostile)).isZero();
            assertThat(score(without)).isZero();
        });
        assertThat(stack.greenhouse().calls().where(call -> call.path().startsWith("/files/" + name)))
                .hasSizeGreaterThanOrEqualTo(3)
                .extracting(Call::status)
                .containsOnly(200);
        assertThat(Files.readString(application.log()))
                .contains("Tenant %s is ACTIVE".formatted(name))
                .doesNotContain("Nubank", "Rui Costa", "X-Amz-Signature", "Ana Souza");
        assertThat(application.metrics()).contains("rocketmat_resumes_total{outcome=\"text\"}");
        operator.get("/api/features").then().body("items.name", hasItem("resume.text"));
    }

    private static long apply(long job) {
        return organisation.addApplication(organisation.addCandidate("Ana", "Souza"), job);
    }

    private static double score(long id) {
        Object score = organisation.score(id, "rocketmat");
        assertThat(score).isInstanceOf(Number.class);
        return ((Number) score).doubleValue();
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream file = ResumeIT.class.getResourceAsStream("/resumes/" + name)) {
            return file.readAllBytes();
        }
    }
}
