package com.rocketmat.sandbox.stack;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.anyOf;
import static org.hamcrest.Matchers.is;

import io.restassured.builder.MultiPartSpecBuilder;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Callable;

/** An operator who uses the service's API. */
public final class Operator {

    private final URI service;
    private final String token;

    public Operator(URI service, String token) {
        this.service = service;
        this.token = token;
    }

    public Response get(String path) {
        return request().get(path);
    }

    public Response post(String path) {
        return request().post(path);
    }

    public Response put(String path) {
        return request().put(path);
    }

    public Response delete(String path) {
        return request().delete(path);
    }

    public Response tenant(String tenant) {
        return get("/api/tenants/" + tenant);
    }

    /**
     * Makes the tenant due repeatedly until the condition holds, since the pauses after failures would add up to more than a
     * minute.
     */
    public void runUntil(String tenant, Callable<Boolean> done) {
        await(tenant)
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> {
                    post("/api/tenants/%s/runs".formatted(tenant));
                    return done.call();
                });
    }

    /** Uploads a model of the test resources and activates it. */
    public String giveModel(String tenant, String name) {
        return giveModel(tenant, resource(name + ".onnx"), text(name + ".json"));
    }

    /** Uploads a model and activates it; may be repeated. */
    public String giveModel(String tenant, byte[] model, String manifest) {
        String version = upload(tenant, model, manifest)
                .then()
                .statusCode(anyOf(is(201), is(200)))
                .extract()
                .path("version");
        activate(tenant, version);
        return version;
    }

    public void activate(String tenant, String version) {
        post("/api/tenants/%s/models/%s/activate".formatted(tenant, version))
                .then()
                .statusCode(200);
    }

    /** Again while too many others upload, as the answer says. */
    public Response upload(String tenant, byte[] model, String manifest) {
        return await("upload for " + tenant)
                .atMost(Duration.ofMinutes(1))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(500))
                .until(() -> uploadOnce(tenant, model, manifest), answer -> !isBusy(answer));
    }

    private static boolean isBusy(Response answer) {
        return answer.statusCode() == 503 && answer.asString().contains("Too many uploads");
    }

    private Response uploadOnce(String tenant, byte[] model, String manifest) {
        return request()
                .multiPart("model", "model.onnx", model)
                // REST-assured's default is US-ASCII
                .multiPart(new MultiPartSpecBuilder(manifest)
                        .controlName("manifest")
                        .charset(StandardCharsets.UTF_8)
                        .build())
                .post("/api/tenants/%s/models".formatted(tenant));
    }

    private RequestSpecification request() {
        return given().baseUri(service.toString()).auth().oauth2(token).accept(ContentType.JSON);
    }

    public static byte[] resource(String name) {
        try (InputStream file = Operator.class.getResourceAsStream("/models/" + name)) {
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static String text(String name) {
        return new String(resource(name), StandardCharsets.UTF_8);
    }
}
