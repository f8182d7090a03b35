package com.rocketmat.ops;

import static com.rocketmat.sandbox.stack.Surroundings.operator;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import com.rocketmat.model.Graph;
import com.rocketmat.sandbox.LogTap;
import com.rocketmat.sandbox.customer.PointsCustomer;
import com.rocketmat.sandbox.stack.RawCall;
import com.rocketmat.sandbox.stack.Surroundings;
import com.rocketmat.sandbox.vault.SandboxVault;
import com.rocketmat.tenant.WrittenSecret;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.logging.Level;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Errors in a request have the same form, no matter which component detects them. */
@QuarkusTest
class RequestsQuarkusTest {

    private static final String TENANT = "asked-for";
    private static final String MODELS = "/api/tenants/" + TENANT + "/models";

    private static boolean known;

    SandboxVault vault;

    @BeforeEach
    void aKnownTenant() {
        if (!known) {
            WrittenSecret.broken(vault, TENANT);
            known = true;
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /api/tenants/UPPER, 404, tenant-unknown",
        "GET, /api/tenants/asked-for/scores?status=LOST, 400, bad-parameter",
        "POST, /api/tenants/asked-for/runs, 409, tenant-not-running",
        "GET, /api/tenants/asked-for/models/x/comparison, 404, model-unknown",
        "GET, /api/tenants/asked-for/training-data, 409, training-state",
        "GET, /api/tenants/asked-for/trainings/987654, 404, training-unknown",
        "GET, /api/tenants/asked-for/trainings/x, 404, training-unknown",
        "GET, /api/tenants/asked-for/applications/0, 400, bad-parameter",
        "GET, /api/audit?phase=refused, 400, bad-parameter",
        "DELETE, /api/tenants/asked-for, 409, secret-exists"
    })
    void everyErrorHasItsType(String method, String path, int status, String type) {
        operator()
                .request(method, path)
                .then()
                .statusCode(status)
                .contentType("application/problem+json")
                .body("type", equalTo("/problems/" + type));
    }

    @ParameterizedTest
    @CsvSource({
        "DELETE, candidates/5?Clear=true, Clear",
        "DELETE, candidates/5?clear=false&clear=true, clear",
        "DELETE, candidates/5?clear=, clear",
        "DELETE, candidates/5?clear, clear",
        "DELETE, candidates/5?clear=1, clear",
        "POST, pause?force=true, force",
        "GET, decisions?candidate=, candidate",
        "GET, decisions?candidat=8, candidat",
        "GET, decisions?limit=1&limit=x, limit",
        "GET, decisions?limit=501, limit",
        "GET, decisions?since=yesterday, since",
        "GET, decisions?since=%2B300000-01-01T00:00:00Z, since",
        "GET, decisions?kind=DENIED, kind",
        "GET, decisions?application=0, application",
        "GET, scores?state=REFUSED, state",
        "GET, scores?cursor=zzz, cursor",
        "GET, runs?cursor=0, cursor",
        "GET, applications/1?look=1, look",
        "GET, decisions/export?signed, signed",
        "GET, training-data/?fields=a, fields"
    })
    void anUnknownRepeatedOrInvalidParameterIsRejected(String method, String call, String field) {
        operator()
                .request(method, "/api/tenants/asked-for/" + call)
                .then()
                .statusCode(400)
                .body("type", equalTo("/problems/bad-parameter"))
                .body("field", equalTo(field))
                .body("remedy", notNullValue());
    }

    /** A body of a call that takes none, an invalid media type, an unreadable form; {@code ^} is a line break. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
        DELETE | candidates/5  | application/x-www-form-urlencoded | clear=true | 400 | "/problems/bad-body", "remedy", "field":"body"
        DELETE | candidates/5  | application/json | {"clear":true} | 400 | "/problems/bad-body", "remedy", "field":"body"
        DELETE | candidates/5  | multipart/form-data; boundary=x | --x-- | 400 | "/problems/bad-body", "remedy", "field":"body"
        POST   | trainings     | application/json | {"without":["job.id"]} | 400 | "/problems/bad-body", "remedy", "field":"body"
        POST   | pause         | text/plain | { | 400 | "/problems/bad-body", "remedy", "field":"body"
        GET    | decisions     | application/json | {"kind":"WRITTEN"} | 400 | "/problems/bad-body", "remedy", "field":"body"
        GET    | decisions     | a/b/c | | 415 | "/problems/unsupported-media-type", "remedy"
        GET    | training-data | a/b/c | | 415 | "/problems/unsupported-media-type", "remedy"
        POST   | models | multipart/form-data | --x^Content-Disposition: form-data; name="model"^^half | 4 | "/problems/
        POST   | models | multipart/form-data; boundary= | --x^Content-Disposition: form-data; name="model"^^half | 4 | "/problems/
        POST   | models | multipart/form-data; boundary=x; charset=none | --x^Content-Disposition: form-data; name="model"^^half | 4 | "/problems/
        POST   | models | multipart/form-data; boundary=x | --x^Content-Disposition: form-data; name="model"; filename="m"^^half | 4 | "/problems/
        POST   | models | multipart/form-data; boundary=x | --x^Content-Disposition: form-data^^z^--x--^ | 422 | an upload has no such part
        """)
    void anUnreadableRequestIsTheCallersMistakeAndIsNotLogged(
            String method, String call, String type, String content, String status, String parts) {
        String body = content == null ? "" : content.replace("^", "\r\n");
        String head = head(type, body.length()).replace("POST " + MODELS, method + " /api/tenants/asked-for/" + call);

        try (LogTap log = complaints()) {
            assertThat(sent(head, body))
                    .startsWith("HTTP/1.1 " + status)
                    .contains("application/problem+json")
                    .contains(parts.split(", "));
            assertThat(log.lines()).isEmpty();
        }
    }

    /** Some clients send one with every call, with its length or chunked. */
    @ParameterizedTest
    @ValueSource(strings = {"", "{}", " {}\n"})
    void anEmptyBodyIsAccepted(String body) {
        String head = head("application/json", body.length()).replace(MODELS, "/api/tenants/asked-for/runs");
        assertThat(sent(head, body)).contains("/problems/tenant-not-running");

        assertThat(sent(
                        head.replaceFirst("Content-Length: \\d+", "Transfer-Encoding: chunked"),
                        (body.isEmpty() ? "" : RawCall.chunk(body)) + RawCall.chunk("")))
                .contains("/problems/tenant-not-running");
    }

    /** The rows as CSV have no pages, but a caller may use the same parameters. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/tenants/asked-for/decisions?limit=5&kind=WRITTEN",
                "/api/tenants?state=ACTIVE&state=PAUSED",
                "/api/tenants/asked-for/scores?status=WRITTEN&limit=1"
            })
    void aKnownParameterIsAccepted(String call) {
        operator().get(call).then().statusCode(200);
        operator().accept("text/csv, */*;q=0.1").get(call).then().statusCode(200);
    }

    @Test
    void everyAddressListsItsMethods() {
        Map<String, Map<String, ?>> paths =
                operator().get("/q/openapi?format=json").jsonPath().getMap("paths");
        paths.forEach((path, calls) -> {
            String address = path.replace("{tenant}", TENANT).replaceAll("\\{\\w+}", "5");
            for (String method : List.of("GET", "POST", "PUT", "DELETE", "PATCH")) {
                if (!calls.containsKey(method.toLowerCase(Locale.ROOT))) {
                    Response answer = operator().request(method, address);
                    assertThat(answer.statusCode()).as(method + " " + path).isEqualTo(405);
                    assertThat(Arrays.stream(answer.header("Allow")
                                            .toLowerCase(Locale.ROOT)
                                            .split(", "))
                                    .filter(allowed -> !allowed.equals("head")))
                            .as(method + " " + path)
                            .containsExactlyInAnyOrderElementsOf(calls.keySet());
                }
            }
        });
    }

    /** The data would be read, and recorded as delivered. */
    @ParameterizedTest
    @CsvSource({"decisions, 405", "decisions/export, 405", "training-data, 405", "models, 200"})
    void exportsHaveNoHead(String list, int status) {
        operator().head("/api/tenants/asked-for/" + list).then().statusCode(status);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/tenants?cursor=%00",
                "/api/audit?actor=%00&tenant=%00",
                "/api/tenants/asked-for/models/%00",
                "/api/tenants?cursor=%ff%fe",
                "/api/tenants/asked-for/models/%ed%a0%80",
                "/api/tenants?state=%c0%80"
            })
    void invalidTextIsTheCallersMistake(String path) {
        try (LogTap log = complaints()) {
            int status = operator().urlEncodingEnabled(false).get(path).statusCode();

            assertThat(status).isLessThan(500);
            assertThat(log.lines()).isEmpty();
        }
    }

    @Test
    void aManifestWithANulIsRejected() {
        operator()
                .multiPart("model", "m.onnx", Graph.identity().toBytes())
                .multiPart("manifest", PointsCustomer.MANIFEST.replace("\"points\"", "\"poi\\u0000nts\""))
                .post(MODELS)
                .then()
                .statusCode(422)
                .body("type", equalTo("/problems/model-manifest"))
                .body("field", equalTo("name"));
    }

    @Test
    void anUnsupportedMediaTypeIsReported() {
        operator()
                .contentType("application/json")
                .body("{}")
                .post(MODELS)
                .then()
                .statusCode(415)
                .body("type", equalTo("/problems/unsupported-media-type"))
                .body("remedy", notNullValue());
        operator()
                .accept("image/png")
                .get("/api/tenants")
                .then()
                .statusCode(406)
                .body("type", equalTo("/problems/not-acceptable"))
                .body("remedy", notNullValue());
    }

    @Test
    void answersWithPersonalDataAreNotCached() {
        for (String list : List.of("decisions", "scores", "objections", "models")) {
            operator()
                    .get("/api/tenants/asked-for/" + list)
                    .then()
                    .statusCode(200)
                    .header("Cache-Control", "no-store")
                    .header("X-Content-Type-Options", "nosniff");
        }
    }

    @Test
    void aManifestThatIsTooLargeIsTheCallersMistake() {
        try (LogTap log = complaints()) {
            operator()
                    .multiPart("model", "m.onnx", new byte[] {1})
                    .multiPart("manifest", "m".repeat(1_000_001))
                    .post(MODELS)
                    .then()
                    .statusCode(422)
                    .body("type", equalTo("/problems/model-manifest"))
                    .body("detail", containsString("at most 1000000"));

            assertThat(log.lines()).isEmpty();
        }
    }

    @Test
    void aBodyAnnouncedAsTooLargeIsRejectedBeforeItIsSent() {
        assertThat(sent(head("multipart/form-data; boundary=x", 200_000_000L), ""))
                .startsWith("HTTP/1.1 413")
                .contains("\"type\":\"/problems/too-large\"");
    }

    @Test
    void aBodyWithoutAFileIsLimitedTo16Kilobytes() {
        String doctor = "/api/tenants/" + TENANT + "/doctor";
        operator()
                .contentType("application/json")
                .body("{" + " ".repeat(16 * 1024) + "}")
                .post(doctor)
                .then()
                .statusCode(413)
                .body("type", equalTo("/problems/too-large"));
        operator()
                .contentType("application/json")
                .body("{" + " ".repeat(16_000) + "}")
                .post(doctor)
                .then()
                .statusCode(409);
        String chunked = head("application/json", 0)
                .replace(MODELS, doctor)
                .replace("Content-Length: 0", "Transfer-Encoding: chunked");
        assertThat(sent(chunked, RawCall.chunk("{}") + RawCall.chunk(""))).startsWith("HTTP/1.1 409");
    }

    @Test
    void aCallWithoutAHostIsNotLoggedAsAnError() {
        try (LogTap log = complaints()) {
            assertThat(sent("GET /favicon.ico HTTP/1.0\r\n\r\n", "")).startsWith("HTTP/1.0 404");
            assertThat(log.lines()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /api/tenants HTTP/1.1\r\n",
                "GET /api/tenants HTTP/1.1\r\nHost: a b\r\n",
                "GET /api/tenants HTTP/1.1\r\nHost: x:99999\r\n"
            })
    void invalidHttpIsTheCallersMistakeAndIsNotLogged(String head) {
        String rest = "Connection: close\r\nAuthorization: Bearer " + Surroundings.OPERATOR + "\r\n\r\n";
        try (LogTap log = complaints()) {
            assertThat(sent(head, rest)).startsWith("HTTP/1.1 400").contains("/problems/bad-request");
            assertThat(log.lines()).isEmpty();
        }
    }

    @Test
    void headersThatAreTooLargeAreRejected() {
        operator()
                .header("X-Large", "x".repeat(30_000))
                .get("/api/tenants")
                .then()
                .statusCode(431);
    }

    private static String sent(String head, String body) {
        try (RawCall caller = RawCall.open()) {
            return caller.send(head + body).answer();
        }
    }

    private static String head(String type, long length) {
        return "POST %s HTTP/1.1\r\nHost: rocketmat\r\nConnection: close\r\nAuthorization: Bearer %s\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n"
                .formatted(MODELS, Surroundings.OPERATOR, type, length);
    }

    /** Warnings and errors, except those about a busy machine. */
    private static LogTap complaints() {
        return new LogTap(line -> line.getLevel().intValue() >= Level.WARNING.intValue()
                && !line.getLoggerName().equals("io.vertx.core.impl.BlockedThreadChecker"));
    }
}
