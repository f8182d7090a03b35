package com.rocketmat.console.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rocketmat.console.Browser;
import com.rocketmat.sandbox.stack.RawCall;
import com.rocketmat.sandbox.stack.Surroundings;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests to the console other than its pages' forms, and what they leave on disk. */
@QuarkusTest
@Tag("finding-A3")
class FormsQuarkusTest {

    private static final String MULTIPART = "multipart/form-data; boundary=x";
    private static final String URLENCODED = "application/x-www-form-urlencoded";
    private static final String FILE =
            "--x\r\nContent-Disposition: form-data; name=\"token\"; filename=\"f\"\r\n\r\n" + "a".repeat(300_000);

    @ConfigProperty(name = "quarkus.http.body.uploads-directory")
    Path uploads;

    @Test
    void anUnauthenticatedFileIsRefused() {
        assertNoFileIsStored(
                "",
                Set.of(303, 401, 404, 405, 415),
                "/console/sign-in",
                "/console/../console/sign-in",
                "/console/%73ign-in",
                "/console/sign-in;x=y",
                "/console/tenants/acme/models",
                "/api/tenants/acme/models",
                "/");
    }

    private void assertNoFileIsStored(String headers, Set<Integer> answers, String... paths) {
        List<RawCall> calls = new ArrayList<>();
        try {
            for (String path : paths) {
                RawCall call =
                        post(path, headers + "Content-Type: " + MULTIPART + "\r\nTransfer-Encoding: chunked\r\n");
                calls.add(call);
                assertThat(call.status()).as(path).isIn(answers);
                call.trySend(RawCall.chunk(FILE));
            }
            await().during(Duration.ofMillis(500))
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> files() == 0);
        } finally {
            calls.forEach(RawCall::close);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {MULTIPART, "Multipart/Form-Data; boundary=x", "multipart/mixed; boundary=x"})
    void theSignInFormTakesNoFiles(String type) {
        try (RawCall call = post("/console/sign-in", "Content-Type: %s\r\nContent-Length: 2\r\n".formatted(type))) {
            assertThat(call.status()).isEqualTo(415);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "text/plain"})
    void theSignInTakesOnlyForms(String type) {
        try (RawCall call = post("/console/sign-in", "Content-Type: %s\r\nContent-Length: 2\r\n".formatted(type))) {
            call.send("{}");

            assertThat(call.status()).isEqualTo(415);
        }
    }

    @Test
    void onlyTheModelsPageTakesFiles() {
        String session = Browser.signIn(Surroundings.OPERATOR).getCookie(SessionCookie.NAME);
        assertNoFileIsStored(
                "Cookie: %s=%s\r\n".formatted(SessionCookie.NAME, session),
                Set.of(415),
                "/console/sign-in",
                "/console/sign-out",
                "/console/tenants/acme/pause");
    }

    @Test
    void aTooLargeFormIsRefusedByItsHeader() {
        try (RawCall call =
                post("/console/sign-in", "Content-Type: %s\r\nContent-Length: 16385\r\n".formatted(URLENCODED))) {
            assertThat(call.status()).isEqualTo(413);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {URLENCODED, "text/plain", "application/json"})
    void aTooLargeChunkedFormIsRefused(String type) {
        try (RawCall call =
                post("/console/sign-in", "Content-Type: %s\r\nTransfer-Encoding: chunked\r\n".formatted(type))) {
            call.send(RawCall.chunk("token=" + "a".repeat(16 * 1024)));

            assertThat(call.status()).isEqualTo(413);
        }
    }

    @Test
    void aFormOfMaximumSizeIsRead() {
        String form = "token=" + "a".repeat(16 * 1024 - "token=".length());
        try (RawCall call = post(
                "/console/sign-in",
                "Content-Type: %s\r\nContent-Length: %d\r\n".formatted(URLENCODED, form.length()))) {
            call.send(form);

            assertThat(call.status()).isEqualTo(401);
        }
    }

    @Test
    void anAcceptedFileIsDeletedAfterwards() {
        try (RawCall call = post(
                "/api/tenants/acme/models",
                "Authorization: Bearer %s\r\nContent-Type: %s\r\nTransfer-Encoding: chunked\r\n"
                        .formatted(Surroundings.OPERATOR, MULTIPART))) {
            call.send(RawCall.chunk(FILE));

            await().until(() -> files() == 1);
        }
        await("it is not kept").until(() -> files() == 0);
    }

    private int files() {
        return Optional.ofNullable(uploads.toFile().list())
                .map(names -> names.length)
                .orElse(0);
    }

    private static RawCall post(String path, String headers) {
        return RawCall.open().send("POST %s HTTP/1.1\r\nHost: rocketmat\r\n%s\r\n".formatted(path, headers));
    }
}
