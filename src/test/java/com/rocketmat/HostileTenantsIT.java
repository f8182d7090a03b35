package com.rocketmat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import com.rocketmat.model.Graph;
import com.rocketmat.sandbox.customer.PointsCustomer;
import com.rocketmat.sandbox.database.UncheckedModel;
import com.rocketmat.sandbox.greenhouse.fault.Fault;
import com.rocketmat.sandbox.greenhouse.fault.Match;
import com.rocketmat.sandbox.process.ApplicationProcess;
import com.rocketmat.sandbox.stack.Operator;
import com.rocketmat.sandbox.stack.SandboxStack;
import io.restassured.response.Response;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tenants, callers and strangers do at once everything that used to stop a replica; an honest tenant is not affected. */
@Tag("finding-A1")
@Tag("finding-A2")
@Tag("finding-A3")
@Tag("finding-A4")
@Tag("finding-A5")
@Tag("finding-A6")
@Tag("finding-A7")
@Tag("finding-A8")
@Tag("finding-A9")
@Tag("finding-A10")
@Tag("finding-A11")
@Tag("finding-A13")
class HostileTenantsIT {

    private static final PointsCustomer HONEST = PointsCustomer.named("honest").with(2);
    private static final PointsCustomer SLOW =
            PointsCustomer.named("slow-model").with(5);
    private static final PointsCustomer SHADOWED =
            PointsCustomer.named("slow-shadow").with(5);
    private static final PointsCustomer ENDLESS =
            PointsCustomer.named("endless-page").with(3);
    private static final PointsCustomer TYPED =
            PointsCustomer.named("typed").carrying("typed", "1E-200000000").with(3);

    private static final int ROUNDS = 3;
    private static final int COMPARED = 30_000;
    private static final int SLOW_UPLOADS = 60;
    private static final Duration IN_TIME = Duration.ofSeconds(20);
    /** As long as the deployment's readiness probe tolerates: three failures, one every five seconds. */
    private static final Duration UNREADY = Duration.ofSeconds(15);

    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final byte[] MEGABYTE = new byte[1 << 20];

    /** Proves that each kind of attack was made. */
    private static final Set<String> REFUSALS = ConcurrentHashMap.newKeySet();

    private static final Set<Integer> ACTIVATIONS = ConcurrentHashMap.newKeySet();

    @AutoClose
    private static SandboxStack stack;

    private static ApplicationProcess application;
    private static Operator operator;
    private static Operator viewer;

    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeAll
    static void start() {
        stack = SandboxStack.start(
                Path.of("target"),
                Stream.of(HONEST, SLOW, SHADOWED, ENDLESS, TYPED)
                        .map(PointsCustomer::organisation)
                        .toList());
        String token = UUID.randomUUID().toString();
        stack.vault()
                .put(
                        "rocketmat/operators",
                        Map.of(
                                "sandbox", "operator " + SandboxStack.sha256(stack.operatorToken()),
                                "viewer", "viewer " + SandboxStack.sha256(token)));
        application = stack.startApplication(Map.of("ROCKETMAT_MODELS_RUN_TIME", "5S"));
        operator = stack.operator(application);
        viewer = new Operator(application.url(), token);
    }

    @Test
    void anHonestTenantIsScoredInTimeDuringAttacks() throws Exception {
        HONEST.join(stack, operator, Map.of("schedule", "5s"));
        await().atMost(IN_TIME.multipliedBy(2)).until(HONEST::allRight);
        hostileTenants();
        String compared = largeComparison();
        List<String> activations = activations();
        List<Socket> uploads = slowUploads();
        try (ScheduledExecutorService callers = Executors.newScheduledThreadPool(4)) {
            repeat(callers, this::uploadAsStranger);
            repeat(callers, this::pauseAsStranger);
            repeat(callers, inTurn(refusedModels(), HostileTenantsIT::upload));
            repeat(callers, inTurn(activations, HostileTenantsIT::activate));
            repeat(callers, () -> viewer.get(compared));
            repeat(callers, HostileTenantsIT::pauseAsViewer);

            for (int round = 0; round < ROUNDS; round++) {
                long one = HONEST.apply(round);
                await("a new application of the honest tenant, round " + round)
                        .atMost(IN_TIME)
                        .until(() -> HONEST.score(one) != null);
                await("ready, round " + round).atMost(UNREADY).until(application::isReady);
            }
            await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
                assertThat(REFUSALS)
                        .contains(
                                "/problems/model-operators", "/problems/model-memory", "/problems/model-external-data");
                assertThat(ACTIVATIONS).contains(200);
            });
            callers.shutdownNow();
        }
        for (Socket upload : uploads) {
            upload.close();
        }

        assertThat(HONEST.allRight()).isTrue();
        assertThat(pauseAsViewer().statusCode()).isEqualTo(403);
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> operator.tenant(SLOW.name())
                        .then()
                        .body("state", equalTo("BLOCKED"))
                        .body("reason", containsString("quarantined")));
        await().atMost(Duration.ofMinutes(1)).until(SHADOWED::allRight);
        // refused while a comparison for one of the callers still runs
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(viewer.get(compared).<Integer>path("applications"))
                        .isEqualTo(COMPARED));
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() ->
                        operator.tenant(ENDLESS.name()).then().body("reason", containsString("larger than 16 MB")));
        operator.tenant(TYPED.name()).then().body("state", equalTo("ACTIVE"));
        assertThat(stack.greenhouse().calls().where(call -> call.method().equals("PATCH")))
                .allMatch(call -> Set.of(HONEST.name(), SHADOWED.name()).contains(call.organisation()));
    }

    private static void hostileTenants() throws Exception {
        stack.greenhouse()
                .faults()
                .on(Match.get("/v3/applications").organisation(ENDLESS.name()))
                .always()
                .answer(new Fault.Endless("[", "{\"id\": 1},"));
        ENDLESS.join(stack, operator, Map.of("schedule", "5s"));
        TYPED.join(stack, operator, Map.of("schedule", "5s", "score_field", "typed"));
        SLOW.appear(stack, operator, Map.of("schedule", "5s"));
        // not activated, or it would score before the slow one replaces it
        operator.upload(SLOW.name(), Graph.plus(1).toBytes(), PointsCustomer.MANIFEST)
                .then()
                .statusCode(201);
        UncheckedModel.active(stack.database(), SLOW.name(), Graph.slow(2_000).toBytes());
        SLOW.with(3);
        SHADOWED.join(stack, operator, Map.of("schedule", "5s"));
        UncheckedModel.shadow(
                stack.database(), SHADOWED.name(), Graph.slow(2_000).toBytes());
        SHADOWED.with(3);
    }

    /** The address of a comparison of two versions that both scored many applications. */
    private static String largeComparison() {
        String models = "/api/tenants/" + SHADOWED.name() + "/models/";
        String active = operator.get("/api/tenants/" + SHADOWED.name() + "/models")
                .path("items.find { it.state == 'active' }.version");
        String other = operator.upload(SHADOWED.name(), Graph.plus(1).toBytes(), PointsCustomer.MANIFEST)
                .path("version");
        stack.database().administer("""
                        INSERT INTO score
                            (tenant_id, application_id, model_version, candidate_id, value, state, scored_at)
                        SELECT '%s', 1000000000 + n, version, n, n %% 97, 'SUPERSEDED', now()
                        FROM generate_series(1, %d) n, unnest(ARRAY['%s', '%s']) version""".formatted(SHADOWED.name(), COMPARED, active, other));
        return models + other + "/comparison";
    }

    /** To a tenant of their own, since they use up its uploads. */
    private static List<Socket> slowUploads() throws IOException {
        List<Socket> uploads = new ArrayList<>();
        String beginning =
                "POST /api/tenants/%s/models HTTP/1.1\r\nHost: rocketmat\r\nAuthorization: Bearer %s\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: 100000\r\n\r\n--x\r\n"
                        .formatted(ENDLESS.name(), stack.operatorToken());
        for (int upload = 0; upload < SLOW_UPLOADS; upload++) {
            Socket socket =
                    new Socket(application.url().getHost(), application.url().getPort());
            uploads.add(socket);
            socket.getOutputStream().write(beginning.getBytes(StandardCharsets.US_ASCII));
        }
        return uploads;
    }

    private Object uploadAsStranger() throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(api("/console/sign-in"))
                        .header("Content-Type", "multipart/form-data; boundary=x")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(MEGABYTE))
                        .build(),
                HttpResponse.BodyHandlers.discarding());
    }

    private Object pauseAsStranger() throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(api("/api/tenants/honest/pause"))
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.discarding());
    }

    private static List<byte[]> refusedModels() {
        return List.of(
                Graph.endless().toBytes(),
                Graph.sizedByItsInput("Range", "zero,long,one").toBytes(),
                Graph.swelling(25_000_000).toBytes(),
                Operator.resource("external_data.onnx"));
    }

    /** Addresses that activate one of two versions of a tenant. */
    private static List<String> activations() {
        return Stream.of(Graph.plus(1), Graph.plus(2))
                .map(graph -> operator.upload(TYPED.name(), graph.toBytes(), PointsCustomer.MANIFEST))
                .map(upload ->
                        "/api/tenants/%s/models/%s/activate".formatted(TYPED.name(), upload.<String>path("version")))
                .toList();
    }

    private static Response upload(byte[] model) {
        Response answer = operator.upload(SLOW.name(), model, PointsCustomer.MANIFEST);
        REFUSALS.add(answer.path("type"));
        return answer;
    }

    private static Response activate(String address) {
        Response answer = operator.post(address);
        ACTIVATIONS.add(answer.statusCode());
        return answer;
    }

    private static <T> Callable<Response> inTurn(List<T> each, Function<T, Response> call) {
        AtomicInteger turn = new AtomicInteger();
        return () -> call.apply(each.get(turn.getAndIncrement() % each.size()));
    }

    private static Response pauseAsViewer() {
        return viewer.post("/api/tenants/honest/pause");
    }

    private static URI api(String path) {
        return application.url().resolve(path);
    }

    /** Ignores the outcome: a call is refused, or its connection is closed. */
    private static void repeat(ScheduledExecutorService callers, Callable<?> call) {
        Runnable once = () -> {
            try {
                call.call();
            } catch (Exception e) {
                System.getLogger(HostileTenantsIT.class.getName()).log(System.Logger.Level.DEBUG, "refused", e);
            }
        };
        var _ = callers.scheduleWithFixedDelay(once, 0, PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    }
}
