package com.rocketmat.ops;

import static com.rocketmat.sandbox.stack.Surroundings.operator;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import com.rocketmat.model.Graph;
import com.rocketmat.sandbox.LogTap;
import com.rocketmat.sandbox.customer.PointsCustomer;
import com.rocketmat.sandbox.stack.Surroundings;
import com.rocketmat.sandbox.vault.SandboxVault;
import com.rocketmat.tenant.WrittenSecret;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
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
        "DELETE, /api/tenants/asked-for, 409, secret-exists"
    })
    void everyErrorHasItsType(String method, String path, int status, String type) {
        operator()
                .request(method, path)
                .then()
                .statusCode(status)
                .contentType("application/problem+json")
                .body("status", equalTo(status))
                .body("title", notNullValue())
                .body("type", equalTo("/problems/" + type));
    }

    @ParameterizedTest
    @CsvSource({
        "DELETE, candidates/5?Clear=true, Clear",
        "DELETE, candidates/5?clear=false&clear=true, clear",
        "DELETE, candidates/5?clear=, clear",
        "DELETE, candidates/5?clear, clear",
        "DELETE, candidates/5?clear=1, clear",
        "DELETE, candidates/5?clear=yes, clear",
        "DELETE, candidates/5?clear=TRUE, clear",
        "POST, pause?force=true, force",
        "GET, decisions?candidate=, candidate",
        "GET, decisions?candidat=8, candidat",
        "GET, decisions?limit=1&limit=x, limit",
        "GET, decisions?limit=501, limit",
        "GET, decisions?since=yesterday, since",
        "GET, decisions?since=%2B300000-01-01T00:00:00Z, since",
        "GET, decisions?since=-300000-01-01T00:00:00Z, since",
        "GET, decisions?kind=DENIED, kind",
        "GET, decisions?application=0, application",
        "GET, scores?state=REFUSED, state",
        "GET, training-data/?fields=a, fields"
    })
    void aParameterThatTheCallDoesNotHaveOrThatHasNoSingleValueIsRefused(String method, String call, String field) {
        operator()
                .request(method, "/api/tenants/asked-for/" + call)
                .then()
                .statusCode(400)
                .body("type", equalTo("/problems/bad-parameter"))
                .body("field", equalTo(field))
                .body("remedy", notNullValue());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DELETE | candidates/5 | application/x-www-form-urlencoded | clear=true",
                "DELETE | candidates/5 | application/json | {\"clear\":true}",
                "DELETE | candidates/5 | multipart/form-data; boundary=x | --x--",
                "POST | trainings | application/json | {\"without\":[\"job.id\"]}",
                "POST | pause | text/plain | {",
                "GET | decisions | application/json | {\"kind\":\"WRITTEN\"}"
            })
    void aBodyOfACallThatTakesNoneIsRefused(String method, String call, String type, String body) throws IOException {
        String head = head(type, body.length()).replace("POST " + MODELS, method + " /api/tenants/asked-for/" + call);

        try (LogTap log = complaints()) {
            assertThat(sent(head, body))
                    .startsWith("HTTP/1.1 400")
                    .contains("application/problem+json", "\"/problems/bad-body\"", "\"field\":\"body\"", "\"remedy\"");
            assertThat(log.lines()).isEmpty();
        }
    }

    /** Clients may send one with every call, and announce it by its length or not. */
    @ParameterizedTest
    @ValueSource(strings = {"", "{}", " {}\n"})
    void aBodyThatSaysNothingIsTaken(String body) throws IOException {
        String head = head("application/json", body.length()).replace(MODELS, "/api/tenants/asked-for/runs");
        assertThat(sent(head, body)).contains("/problems/tenant-not-running");

        String end = "0\r\n\r\n";
        assertThat(sent(
                        head.replaceFirst("Content-Length: \\d+", "Transfer-Encoding: chunked"),
                        body.isEmpty() ? end : "%d\r\n%s\r\n%s".formatted(body.length(), body, end)))
                .contains("/problems/tenant-not-running");
    }

    /** The rows as CSV have no pages, but a caller may ask for both forms alike. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/tenants/asked-for/decisions?limit=5&kind=WRITTEN",
                "/api/tenants?state=ACTIVE&state=PAUSED",
                "/api/tenants/asked-for/scores?status=WRITTEN&limit=1"
            })
    void aParameterThatTheCallHasIsTaken(String call) {
        operator().get(call).then().statusCode(200);
        operator().accept("text/csv, */*;q=0.1").get(call).then().statusCode(200);
    }

    @Test
    void everyAddressSaysWhichMethodsItHas() {
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

    /** They would be read, and recorded as delivered. */
    @ParameterizedTest
    @CsvSource({"decisions, 405", "decisions/export, 405", "training-data, 405", "models, 200"})
    void exportsAreNotReadForTheirHeadersAlone(String list, int status) {
        operator().head("/api/tenants/asked-for/" + list).then().statusCode(status);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/tenants?cursor=%00",
                "/api/audit?actor=%00&tenant=%00",
                "/api/tenants/asked-for/models/%00",
                "/api/tenants/%00",
                "/api/tenants?cursor=%ff%fe",
                "/api/tenants/asked-for/models/%ed%a0%80",
                "/api/audit?actor=%ff",
                "/api/tenants?state=%c0%80"
            })
    void whatIsNoTextIsTheCallersMistakeToo(String path) {
        try (LogTap log = complaints()) {
            int status = operator().urlEncodingEnabled(false).get(path).statusCode();

            assertThat(status).isLessThan(500);
            assertThat(log.lines()).isEmpty();
        }
    }

    @Test
    void aManifestWithANulIsRefused() {
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
    void aMediaTypeThatIsNotTakenOrGivenIsSaidSo() {
        operator()
                .contentType("application/json")
                .body("{}")
                .post(MODELS)
                .then()
                .statusCode(415)
                .contentType("application/problem+json")
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

    /** The framework parses it, also where there is no body, if a call has several media types. */
    @ParameterizedTest
    @ValueSource(strings = {"decisions", "training-data"})
    void aMediaTypeThatIsNoneIsSaidSo(String list) throws Exception {
        try (LogTap log = complaints()) {
            var answer =
                    plain(request("/api/tenants/asked-for/" + list, "a/b/c").build());

            assertThat(answer.statusCode()).isEqualTo(415);
            assertThat(answer.body()).contains("/problems/unsupported-media-type");
            assertThat(log.lines()).isEmpty();
        }
    }

    @Test
    void aPartWithoutANameIsRefused() throws Exception {
        String form = "--x\r\nContent-Disposition: form-data\r\n\r\nz\r\n--x--\r\n";
        var answer = plain(request(MODELS, "multipart/form-data; boundary=x")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build());

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("an upload has no such part");
    }

    private static HttpRequest.Builder request(String path, String contentType) {
        return HttpRequest.newBuilder(URI.create("http://localhost:%d%s".formatted(RestAssured.port, path)))
                .header("Authorization", "Bearer " + Surroundings.OPERATOR)
                .header("Content-Type", contentType);
    }

    /** What REST-assured would not send. */
    private static HttpResponse<String> plain(HttpRequest request) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }

    @Test
    void answersWithPersonalDataAreNotKeptOnTheWay() {
        for (String list : List.of("decisions", "scores", "objections", "models")) {
            operator()
                    .get("/api/tenants/asked-for/" + list)
                    .then()
                    .statusCode(200)
                    .header("Cache-Control", "no-store")
                    .header("X-Content-Type-Options", "nosniff");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "multipart/form-data",
                "multipart/form-data; boundary=",
                "multipart/form-data; boundary=x; charset=no-such-charset",
                "multipart/form-data; boundary=x"
            })
    void aFormThatCannotBeReadIsTheCallersMistakeAndNothingForTheLog(String type) throws IOException {
        try (LogTap log = complaints()) {
            String body = "--x\r\nContent-Disposition: form-data; name=\"model\"; filename=\"m\"\r\n\r\nhalf";
            String answer = sent(head(type, body.length()), body);
            assertThat(answer)
                    .startsWith("HTTP/1.1 4")
                    .contains("application/problem+json")
                    .contains("/problems/");
            assertThat(log.lines()).isEmpty();
        }
    }

    @Test
    void aManifestThatIsTooLargeIsTheCallersMistakeToo() {
        try (LogTap log = complaints()) {
            operator()
                    .multiPart("model", "m.onnx", new byte[] {1})
                    .multiPart("manifest", "m".repeat(1_000_001))
                    .post(MODELS)
                    .then()
                    .statusCode(422)
                    .contentType("application/problem+json")
                    .body("type", equalTo("/problems/model-manifest"))
                    .body("detail", containsString("at most 1000000"));

            assertThat(log.lines()).isEmpty();
        }
    }

    @Test
    void aBodyThatIsAnnouncedAsTooLargeIsRefusedBeforeItIsSent() throws IOException {
        assertThat(sent(head("multipart/form-data; boundary=x", 200_000_000L), ""))
                .startsWith("HTTP/1.1 413")
                .contains("application/problem+json")
                .contains("\"type\":\"/problems/too-large\"");
    }

    @Test
    void aBodyThatIsNoFileIsSmall() throws IOException {
        String doctor = "/api/tenants/" + TENANT + "/doctor";
        operator()
                .contentType("application/json")
                .body("{" + " ".repeat(16 * 1024) + "}")
                .post(doctor)
                .then()
                .statusCode(413)
                .contentType("application/problem+json")
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
        assertThat(sent(chunked, "2\r\n{}\r\n0\r\n\r\n")).startsWith("HTTP/1.1 409");
    }

    @Test
    void aCallWithoutAHostIsNoErrorOfOurs() throws IOException {
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
    void whatIsNotValidHttpIsTheCallersMistakeAndNothingForTheLog(String head) throws IOException {
        String rest = "Connection: close\r\nAuthorization: Bearer " + Surroundings.OPERATOR + "\r\n\r\n";
        try (LogTap log = complaints()) {
            assertThat(sent(head, rest)).startsWith("HTTP/1.1 400").contains("/problems/bad-request");
            assertThat(log.lines()).isEmpty();
        }
    }

    @Test
    void headersThatAreTooLargeAreRefused() {
        int status = operator()
                .header("X-Large", "x".repeat(30_000))
                .get("/api/tenants")
                .statusCode();
        assertThat(status).isEqualTo(431);
    }

    private static String sent(String head, String body) throws IOException {
        try (Socket caller = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port)) {
            caller.setSoTimeout(5000);
            caller.getOutputStream().write((head + body).getBytes(StandardCharsets.US_ASCII));
            caller.getOutputStream().flush();
            return new String(caller.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String head(String type, long length) {
        return "POST %s HTTP/1.1\r\nHost: rocketmat\r\nConnection: close\r\nAuthorization: Bearer %s\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n"
                .formatted(MODELS, Surroundings.OPERATOR, type, length);
    }

    /** What is logged as a warning or an error, but for a busy machine. */
    private static LogTap complaints() {
        return new LogTap(line -> line.getLevel().intValue() >= Level.WARNING.intValue()
                && !line.getLoggerName().equals("io.vertx.core.impl.BlockedThreadChecker"));
    }
}
