package com.rocketmat.harvest.v3;

import static com.rocketmat.harvest.HarvestFixture.failure;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.rocketmat.harvest.Answers;
import com.rocketmat.harvest.HarvestFailure;
import com.rocketmat.harvest.call.Answer;
import com.rocketmat.harvest.call.HarvestCalls;
import com.rocketmat.harvest.call.HttpRefusal;
import com.rocketmat.harvest.call.ServerClock;
import com.rocketmat.tenant.FixedClock;
import com.rocketmat.tenant.settings.Credential;
import com.rocketmat.tenant.settings.Secret;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.jboss.resteasy.reactive.RestResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokensTest {

    private static final Credential.OAuthClient CLIENT =
            new Credential.OAuthClient(new Secret("client-1002"), new Secret("hunter2"));

    private final FixedClock local = new FixedClock();
    private final Greenhouse greenhouse = new Greenhouse();
    private final MeterRegistry metrics = new SimpleMeterRegistry();
    private final Tokens tokens = tokens(Optional.empty());

    @Test
    void theFirstCallerMintsAndTheOthersShareTheToken() {
        assertThat(tokens.header().reveal()).isEqualTo("Bearer token-1");
        assertThat(tokens.header().reveal()).isEqualTo("Bearer token-1");
        assertThat(greenhouse.minted).hasSize(1);
    }

    @Test
    void theUserIsSentAsSub() {
        tokens(Optional.of(4_410_002_002L)).header();

        assertThat(greenhouse.minted).singleElement().asString().startsWith("client_credentials 4410002002 ");
    }

    @Test
    void fiftyConcurrentCallersMintOneToken() throws Exception {
        assertThat(fiftyConcurrent(tokens::header)).containsExactly("Bearer token-1");
        assertThat(greenhouse.minted).hasSize(1);
    }

    @Test
    void fiftyCallersWithARefusedTokenMintOneToken() throws Exception {
        Secret revoked = tokens.header();

        assertThat(fiftyConcurrent(() -> {
                    tokens.renew(revoked, 401);
                    return tokens.header();
                }))
                .containsExactly("Bearer token-2");
        assertThat(greenhouse.minted).hasSize(2);
    }

    private Set<String> fiftyConcurrent(Callable<Secret> call) throws Exception {
        greenhouse.takesTime = true;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Set<String> bearers = new HashSet<>();
            for (Future<Secret> bearer : threads.invokeAll(Collections.nCopies(50, call))) {
                bearers.add(bearer.get().reveal());
            }
            return bearers;
        }
    }

    @Test
    void aRefusedTokenThatWasAlreadyReplacedKeepsTheNewOne() {
        Secret old = tokens.header();
        tokens.renew(old, 401);
        tokens.renew(old, 401);
        Secret present = tokens.header();

        tokens.renew(old, 401);

        assertThat(tokens.header()).isEqualTo(present);
        assertThat(greenhouse.minted).hasSize(2);
    }

    @Test
    void forbiddenCallsCostATokenAMinute() {
        assertThat(tokens.renew(tokens.header(), 403)).isFalse();
        Secret second = tokens.header();

        assertThat(tokens.renew(second, 403)).isFalse();
        local.pass(Duration.ofSeconds(57));
        assertThat(tokens.renew(tokens.header(), 403)).isFalse();
        assertThat(tokens.header()).isEqualTo(second);

        local.pass(Duration.ofSeconds(5));
        Secret third = tokens.header();
        assertThat(third).isNotEqualTo(second);

        tokens.renew(third, 403);
        assertThat(tokens.header()).isEqualTo(third);
        assertThat(greenhouse.minted).hasSize(3);
    }

    @Test
    void aTokenIsRenewedNinetySecondsBeforeItExpires() {
        greenhouse.expiresAt = greenhouse.now().plusSeconds(3600);
        assertRenewedBetween(Duration.ofSeconds(3600 - 91), Duration.ofSeconds(3600 - 89));
    }

    @ParameterizedTest
    @CsvSource({"5,0,3511", "-30,3508,3600"})
    void expiryFollowsGreenhousesClockIfTheLocalOneIsSlowOrFast(long minutesAhead, long from, long to) {
        greenhouse.ahead = Duration.ofMinutes(minutesAhead);
        greenhouse.expiresAt = greenhouse.now().plusSeconds(3600);
        assertRenewedBetween(Duration.ofSeconds(from), Duration.ofSeconds(to));
    }

    @Test
    void expiresInIsReadAsWell() {
        greenhouse.expiresIn = 600L;
        assertRenewedBetween(Duration.ofSeconds(508), Duration.ofSeconds(512));
    }

    @Test
    void aShortLivedTokenIsNotMintedForEveryCall() {
        greenhouse.expiresIn = 60L;
        assertRenewedBetween(Duration.ofSeconds(20), Duration.ofSeconds(50));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(longs = {0, -5, Long.MIN_VALUE})
    void withoutAUsableExpiryATokenLivesAnHour(Long seconds) {
        greenhouse.expiresIn = seconds;
        assertLivesAnHour();
    }

    @Test
    void anExpiryInThePastMeansAnHour() {
        greenhouse.expiresAt = greenhouse.now().minusSeconds(1);
        assertLivesAnHour();
    }

    @ParameterizedTest
    @ValueSource(longs = {100_000_000_000_000_000L, Long.MAX_VALUE})
    void aLongLivedTokenIsRenewedDaily(long seconds) {
        greenhouse.expiresIn = seconds;
        assertRenewedBetween(Duration.ofHours(23), Duration.ofHours(24));
    }

    private void assertLivesAnHour() {
        assertRenewedBetween(Duration.ofSeconds(3600 - 92), Duration.ofSeconds(3600 - 88));
    }

    /** The token is kept until {@code from} after it was minted, and renewed by {@code to}. */
    private void assertRenewedBetween(Duration from, Duration to) {
        tokens.header();
        tokens.header();

        local.pass(from);
        tokens.header();
        assertThat(greenhouse.minted).hasSize(1);

        local.pass(to.minus(from));
        tokens.header();
        assertThat(greenhouse.minted).hasSize(2);
    }

    @Test
    void afterAFailedMintTheNextCallerRetries() {
        greenhouse.fails = true;
        assertThat(failure(tokens::header)).isInstanceOf(HarvestFailure.Unavailable.class);

        greenhouse.fails = false;
        assertThat(tokens.header().reveal()).isEqualTo("Bearer token-1");
    }

    @Test
    void anAnswerWithoutATokenIsUnavailable() {
        greenhouse.tokenless = true;

        assertThat(failure(tokens::header))
                .isEqualTo(new HarvestFailure.Unavailable("token endpoint: the answer contains no token"));
    }

    @Test
    void theEndpointsLimitOfSixtyAMinuteIsRespected() {
        for (int mint = 0; mint < 60; mint++) {
            tokens.renew(tokens.header(), 401);
        }

        assertThat(failure(tokens::header)).isInstanceOf(HarvestFailure.Throttled.class);
        assertThat(greenhouse.minted).hasSize(60);
    }

    @Test
    void othersLeaveHalfOfTheEndpointsLimitToRuns() {
        assertThat(tokens.restUntil()).isEmpty();
        for (int mint = 0; mint < 14; mint++) {
            tokens.renew(tokens.header(), 401);
        }
        assertThat(tokens.restUntil()).isEmpty();

        for (int mint = 14; mint < 30; mint++) {
            tokens.renew(tokens.header(), 401);
        }
        Instant end = tokens.restUntil().orElseThrow();

        assertThat(end).isAfter(local.instant()).isBefore(local.instant().plusSeconds(62));
        tokens.renew(tokens.header(), 401);
        local.pass(Duration.between(local.instant(), end));
        assertThat(tokens.restUntil()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 404})
    void aWrongTokenUrlIsReported(int status) {
        greenhouse.refusal = status;

        assertThat(failure(tokens::header))
                .isEqualTo(new HarvestFailure.Unavailable(
                        "token endpoint, status %d: check rocketmat.harvest.token-url".formatted(status)));
    }

    @Test
    void a429OfTheEndpointIsCounted() {
        greenhouse.refusal = 429;

        assertThat(failure(tokens::header)).isInstanceOf(HarvestFailure.Throttled.class);
        assertThat(metrics.counter(HarvestCalls.THROTTLED).count()).isOne();
    }

    @Test
    void authenticatingAlwaysMints() {
        tokens.header();

        tokens.mintAnew();

        assertThat(tokens.header().reveal()).isEqualTo("Bearer token-2");
        assertThat(greenhouse.minted).hasSize(2);
    }

    @Test
    void introspectionSendsTheBareTokenAndIsOptional() {
        assertThat(tokens.introspect("https://auth.greenhouse.io/introspect")).isEmpty();
        greenhouse.introspection = JsonNodeFactory.instance.objectNode().put("active", true);

        assertThat(tokens.introspect("https://auth.greenhouse.io/introspect")).isPresent();
        assertThat(greenhouse.introspected)
                .containsOnly("https://auth.greenhouse.io/introspect token-1 access_token")
                .hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"404,0", "429,1"})
    void aFailedIntrospectionIsEmptyAndA429IsCounted(int status, double throttled) {
        tokens.header();
        greenhouse.refusal = status;

        assertThat(tokens.introspect("https://auth.greenhouse.io/introspect")).isEmpty();
        assertThat(metrics.counter(HarvestCalls.THROTTLED).count()).isEqualTo(throttled);
    }

    @Test
    void theTokenIsNotPrinted() {
        assertThat(new TokenApi.Answer("eyJ", null, 3600L)).hasToString("Answer[***]");
    }

    private Tokens tokens(Optional<Long> userId) {
        return new Tokens(greenhouse, CLIENT, userId, new ServerClock(local), metrics);
    }

    /** The token endpoint. */
    private final class Greenhouse implements TokenApi {

        private final List<String> minted = new ArrayList<>();
        private Duration ahead = Duration.ZERO;
        private Instant expiresAt;
        private Long expiresIn;
        private volatile boolean takesTime;
        private boolean fails;
        private boolean tokenless;
        private int refusal;
        private final List<String> introspected = new ArrayList<>();
        private JsonNode introspection;

        Instant now() {
            return local.instant().plus(ahead);
        }

        @Override
        public RestResponse<Answer> mint(String basic, String grantType, Long sub) {
            if (fails) {
                throw new IllegalStateException("unreachable");
            }
            if (refusal != 0) {
                throw HttpRefusal.of(Response.status(refusal).build());
            }
            if (takesTime) {
                LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            }
            minted.add("%s %s %s".formatted(grantType, sub, basic));
            String token = tokenless ? null : "token-" + minted.size();
            return RestResponse.ResponseBuilder.ok(new Answer(token, expiresAt, expiresIn))
                    .header("Date", Answers.date(now()))
                    .build();
        }

        @Override
        public RestResponse<JsonNode> introspect(String address, String basic, String token, String hint) {
            if (refusal != 0) {
                throw HttpRefusal.of(Response.status(refusal).build());
            }
            introspected.add("%s %s %s".formatted(address, token, hint));
            if (introspection == null) {
                throw new IllegalStateException("not JSON");
            }
            return RestResponse.ok(introspection);
        }
    }
}
