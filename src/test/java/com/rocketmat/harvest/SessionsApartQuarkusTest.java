package com.rocketmat.harvest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.rocketmat.harvest.call.Answer;
import com.rocketmat.harvest.call.HarvestConfig;
import com.rocketmat.harvest.call.HttpRefusal;
import com.rocketmat.harvest.session.Budgets;
import com.rocketmat.harvest.session.HarvestSessions;
import com.rocketmat.harvest.v3.HarvestApi;
import com.rocketmat.harvest.v3.TokenApi;
import com.rocketmat.sandbox.TestTenants;
import com.rocketmat.sandbox.greenhouse.SettableClock;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.settings.TenantSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.ws.rs.core.Response;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jboss.resteasy.reactive.RestResponse;
import org.junit.jupiter.api.Test;

/** In any order of events, a Greenhouse sees only its own tenant's token, and a tenant only its own Greenhouse's limit. */
@QuarkusTest
class SessionsApartQuarkusTest {

    private static final int TENANTS = 5;
    private static final int LIMIT = 10_000;
    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

    enum Deed {
        READ,
        READ_AGAIN,
        REFUSE_TOKEN,
        ROTATE,
        SAVE,
        OTHER_REPLICA
    }

    record Step(int tenant, Deed deed) {}

    @Test
    void oneAfterTheOther() {
        for (long seed = 0; seed < 300; seed++) {
            Deployment deployment = new Deployment();
            steps(seed).forEach(deployment::take);
            deployment.check("seed " + seed);
        }
    }

    @Test
    void allAtOnce() throws Exception {
        for (long seed = 0; seed < 100; seed++) {
            Deployment deployment = new Deployment();
            // an unknown window is used carefully, and many concurrent callers may use it up
            IntStream.range(0, TENANTS).forEach(deployment::read);
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Callable<Object>> work = steps(seed).stream()
                        .map(step -> Executors.callable(() -> deployment.take(step)))
                        .toList();
                for (Future<Object> done : threads.invokeAll(work)) {
                    done.get();
                }
            }
            deployment.check("seed " + seed);
        }
    }

    private static List<Step> steps(long seed) {
        Random random = new Random(seed);
        Deed[] deeds = Deed.values();
        return IntStream.range(0, 10 + random.nextInt(70))
                .mapToObj(_ -> new Step(random.nextInt(TENANTS), deeds[random.nextInt(deeds.length)]))
                .toList();
    }

    /** Two replicas, one database, and as many Greenhouses as tenants. */
    private static final class Deployment {

        private final SettableClock clock = new SettableClock(NOON);
        private final Map<TenantId, RateWindow> stored = new ConcurrentHashMap<>();
        private final Queue<String> faults = new ConcurrentLinkedQueue<>();
        private final Set<Integer> refusing = ConcurrentHashMap.newKeySet();
        private final Map<Integer, TenantSettings> settings = new ConcurrentHashMap<>();
        private final List<HarvestSessions> replicas = new ArrayList<>(List.of(replica(), replica()));
        private final AtomicInteger generations = new AtomicInteger();
        private final AtomicInteger slices = new AtomicInteger();

        private Deployment() {
            IntStream.range(0, TENANTS).forEach(tenant -> settings.put(tenant, settingsOf(tenant, "first")));
        }

        void take(Step step) {
            int tenant = step.tenant();
            switch (step.deed()) {
                case READ, READ_AGAIN -> read(tenant);
                case REFUSE_TOKEN -> refusing.add(tenant);
                case ROTATE -> settings.put(tenant, settingsOf(tenant, "generation-" + generations.incrementAndGet()));
                case SAVE -> present().save(id(tenant));
                case OTHER_REPLICA -> slices.incrementAndGet();
            }
        }

        private HarvestSessions present() {
            return replicas.get(slices.get() % replicas.size());
        }

        private void read(int tenant) {
            HarvestSessions replica = present();
            try {
                replica.session(settings.get(tenant)).jobs(List.of(1L), Set.of("id"));
                replica.save(id(tenant));
            } catch (SessionClosed e) {
                // rotated meanwhile: the next slice has the new one
            } catch (HarvestException e) {
                // refused again during the retry
                assertThat(e.failure()).isInstanceOf(HarvestFailure.Unauthorised.class);
            }
        }

        void check(String what) {
            refusing.clear();
            IntStream.range(0, TENANTS).forEach(this::read);
            assertThat(faults).as(what).isEmpty();
            IntStream.range(0, TENANTS)
                    .forEach(tenant -> assertThat(stored.get(id(tenant)).limit())
                            .as("%s, limit of tenant %d", what, tenant)
                            .isEqualTo(LIMIT + tenant));
        }

        private HarvestSessions replica() {
            HarvestApi api = (HarvestApi) Proxy.newProxyInstance(
                    HarvestApi.class.getClassLoader(),
                    new Class<?>[] {HarvestApi.class},
                    (_, _, call) -> answer((String) call[0], (String) call[1]));
            return new HarvestSessions(
                    api, null, new Mint(), new Config(), new Stored(), clock, new SimpleMeterRegistry());
        }

        private RestResponse<List<Object>> answer(String base, String authorisation) {
            int tenant = Integer.parseInt(URI.create(base).getHost().replaceAll("\\D", ""));
            if (!authorisation.startsWith("Bearer token of tenant-" + tenant + "-")) {
                faults.add("%s sees another one's authorisation".formatted(base));
            }
            Map<String, String> headers = Map.of(
                    "Date", Answers.date(clock.instant()),
                    "X-RateLimit-Limit", String.valueOf(LIMIT + tenant),
                    "X-RateLimit-Remaining", String.valueOf(LIMIT / 2),
                    "X-RateLimit-Reset", String.valueOf(clock.instant().getEpochSecond() + 30));
            if (refusing.remove(tenant)) {
                Response.ResponseBuilder refusal = Response.status(401);
                headers.forEach(refusal::header);
                throw HttpRefusal.of(refusal.build());
            }
            RestResponse.ResponseBuilder<List<Object>> answer = RestResponse.ResponseBuilder.ok(List.of());
            headers.forEach(answer::header);
            return answer.build();
        }

        private static TenantSettings settingsOf(int tenant, String generation) {
            return TestTenants.settings(
                    id(tenant),
                    Map.of(
                            "harvest_client_id", "tenant-" + tenant + "-" + generation,
                            "harvest_client_secret", "secret of " + tenant,
                            "harvest_url", "https://greenhouse-" + tenant + ".example"));
        }

        private static TenantId id(int tenant) {
            return new TenantId("tenant-" + tenant);
        }

        private final class Stored extends Budgets {
            private Stored() {
                super(null);
            }

            @Override
            public Optional<RateWindow> load(TenantId tenant) {
                return Optional.ofNullable(stored.get(tenant));
            }

            @Override
            public void save(TenantId tenant, RateWindow snapshot) {
                stored.put(tenant, snapshot);
            }
        }

        private final class Mint implements TokenApi {
            @Override
            public RestResponse<Answer> mint(String basic, String grantType, Long sub) {
                String pair = new String(
                        Base64.getDecoder().decode(basic.substring("Basic ".length())), StandardCharsets.UTF_8);
                String client = pair.substring(0, pair.indexOf(':'));
                return RestResponse.ResponseBuilder.ok(new Answer("token of " + client, null, 3600L))
                        .header("Date", Answers.date(clock.instant()))
                        .build();
            }

            @Override
            public RestResponse<JsonNode> introspect(String address, String basic, String token, String hint) {
                throw new IllegalStateException("not asked for");
            }
        }
    }

    private static final class Config implements HarvestConfig {
        @Override
        public URI url() {
            return URI.create("https://harvest.example");
        }

        @Override
        public URI tokenUrl() {
            return URI.create("https://auth.example/token");
        }

        @Override
        public Duration callTimeout() {
            return Duration.ofSeconds(10);
        }

        @Override
        public Duration circuitDelay() {
            return Duration.ofSeconds(10);
        }
    }
}
