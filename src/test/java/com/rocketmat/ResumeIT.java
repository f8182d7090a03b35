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
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A model that reads resumes in the packaged application, in separate processes. */
@Execution(ExecutionMode.CONCURRENT)
class ResumeIT {

    private static final String PDF_TEXT =
            "Ana Souza\nEngenheira de dados, São Paulo\n2019 – 2026 Nubank: pipelines in Spark & Airflow\nPython 8 years\nJava 3 years";
    private static final String PLAIN_TEXT = "Rui Costa, Porto";
    private static final String MANIFEST = """
            {"name": "resumes", "inputs": [{"input": "x", "features": ["resume.text"]}], "output": {"name": "y"},
             "score": {"scale": "raw", "decimals": 0}}""";

    private static final Organisation V3 = organisation("resumes-v3");
    private static final Organisation V1 = organisation("resumes-v1");

    @AutoClose
    private static SharedStack shared;

    private static SandboxStack stack;
    private static ApplicationProcess application;
    private static Operator operator;

    @BeforeAll
    static void start() {
        shared = SharedStack.with(List.of(V3, V1));
        stack = shared.stack();
        application = shared.application();
        operator = shared.operator();
    }

    @Test
    void everyApplicationIsScoredByTheTextOfItsNewestResume() throws IOException {
        scores(V3, Map.of());
    }

    @Test
    void everyApplicationIsScoredByTheTextOfItsNewestResumeOverV1() throws IOException {
        scores(V1, Map.of("harvest_api_key", V1.apiKey()));
    }

    private static void scores(Organisation organisation, Map<String, String> settings) throws IOException {
        long job = organisation.addJob("Engineer");
        long pdf = apply(organisation, job);
        organisation.addResume(pdf, "old.txt", "something else".getBytes(StandardCharsets.UTF_8));
        // in another second, so that it is the newer one
        organisation.add(
                "attachments",
                organisation.rows("attachments").getFirst().put("created_at", "2020-01-01T00:00:00.000Z"));
        organisation.addResume(pdf, "Ana Souza.pdf", resource("reportlab.pdf"));
        long plain = apply(organisation, job);
        organisation.addResume(plain, "cv", PLAIN_TEXT.getBytes(StandardCharsets.UTF_8));
        long hostile = apply(organisation, job);
        organisation.addResume(hostile, "cv.pdf", "%PDF-1.7 then nothing".getBytes(StandardCharsets.UTF_8));
        long without = apply(organisation, job);
        organisation.change("applications", without, row -> row.put("created_at", "2020-01-01T00:00:00.000Z"));
        String name = organisation.name();
        stack.addTenant(name, settings);
        await().atMost(Duration.ofSeconds(60)).until(() -> operator.tenant(name).statusCode() == 200);
        operator.upload(name, Graph.words(PDF_TEXT, PLAIN_TEXT).toBytes(), MANIFEST)
                .then()
                .statusCode(201)
                .body("checks.find { it.name == 'proxies' }.detail", containsString("resume.text"));
        operator.giveModel(name, Graph.words(PDF_TEXT, PLAIN_TEXT).toBytes(), MANIFEST);

        await().atMost(Duration.ofSeconds(90)).untilAsserted(() -> {
            assertThat(score(organisation, pdf)).isEqualTo(1);
            assertThat(score(organisation, plain)).isEqualTo(2);
            assertThat(score(organisation, hostile)).isZero();
            assertThat(score(organisation, without)).isZero();
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

    private static long apply(Organisation organisation, long job) {
        return organisation.addApplication(organisation.addCandidate("Ana", "Souza"), job);
    }

    private static double score(Organisation organisation, long id) {
        Object score = organisation.score(id, "rocketmat");
        assertThat(score).isInstanceOf(Number.class);
        return ((Number) score).doubleValue();
    }

    private static Organisation organisation(String name) {
        Organisation organisation = Organisation.empty(name, Instant.now().truncatedTo(ChronoUnit.SECONDS));
        organisation.rateLimit(10_000);
        organisation.v1RateLimit(10_000);
        return organisation;
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream file = ResumeIT.class.getResourceAsStream("/resumes/" + name)) {
            return file.readAllBytes();
        }
    }
}
