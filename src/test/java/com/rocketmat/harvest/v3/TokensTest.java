package com.rocketmat.harvest.v3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.rocketmat.harvest.Answers;
import com.rocketmat.harvest.HarvestException;
import com.rocketmat.harvest.HarvestFailure;
import com.rocketmat.harvest.call.Answer;
import com.rocketmat.harvest.call.ServerClock;
import com.rocketmat.tenant.FixedClock;
import com.rocketmat.tenant.settings.Credential;
import com.rocketmat.tenant.settings.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.jboss.resteasy.reactive.RestResponse;
import org.junit.jupiter.api.Test;

class TokensTest {

    private static final Credential.OAuthClient CLIENT =
            new Credential.OAuthClient(new Secret("client-1002"), new Secret("hunter2"));

    private final FixedClock local = new FixedClock();
    private final Greenhouse greenhouse = new Greenhouse();
    private final Tokens tokens = tokens(Optional.empty());

    @Test
    void the_first_caller_mints_and_the_next_ones_share_it() {
        assertThat(tokens.header().reveal()).isEqualTo("Bearer token-1");
        assertThat(tokens.header().reveal()).isEqualTo("Bearer token-1");
        assertThat(greenhouse.minted).hasSize(1);
    }

    @Test
    void the_credential_goes_as_basic_authorisation_with_the_grant() {
        tokens.header();

        assertThat(greenhouse.minted)
                .containsExactly("client_credentials null Basic "
                        + Base64.getEncoder().encodeToString("client-1002:hunter2".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void the_acting_user_goes_as_sub() {
        tokens(Optional.of(4_410_002_002L)).header();

        assertThat(greenhouse.minted).singleElement().asString().startsWith("client_credentials 4410002002 ");
    }

    @Test
    void fifty_callers_at_once_mint_one_token() throws Exception {
        greenhouse.takesTime = true;
        CountDownLatch go = new CountDownLatch(1);
        List<Future<String>> bearers = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int thread = 0; thread < 50; thread++) {
                bearers.add(threads.submit(() -> {
                    go.await();
                    return tokens.header().reveal();
                }));
            }
            go.countDown();
        }

        Set<String> seen = new HashSet<>();
        for (Future<String> bearer : bearers) {
            seen.add(bearer.get());
        }
        assertThat(seen).containsExactly("Bearer token-1");
        assertThat(greenhouse.minted).hasSize(1);
    }

    @Test
    void fifty_callers_that_were_all_refused_mint_one_token() throws Exception {
        Secret revoked = tokens.header();
        greenhouse.takesTime = true;
        List<Future<String>> bearers = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int thread = 0; thread < 50; thread++) {
                bearers.add(threads.submit(() -> {
                    tokens.renew(revoked);
                    return tokens.header().reveal();
                }));
            }
        }

        for (Future<String> bearer : bearers) {
            assertThat(bearer.get()).isEqualTo("Bearer token-2");
        }
        assertThat(greenhouse.minted).hasSize(2);
    }

    @Test
    void a_refused_token_that_was_replaced_meanwhile_drops_nothing() {
        Secret old = tokens.header();
        tokens.renew(old);
        Secret present = tokens.header();

        tokens.renew(old);

        assertThat(tokens.header()).isEqualTo(present);
        assertThat(greenhouse.minted).hasSize(2);
    }

    @Test
    void a_token_is_renewed_ninety_seconds_before_its_end() {
        greenhouse.expiresAt = greenhouse.now().plusSeconds(3600);
        tokens.header();

        local.pass(Duration.ofSeconds(3600 - 91));
        tokens.header();
        assertThat(greenhouse.minted).hasSize(1);

        local.pass(Duration.ofSeconds(2));
        tokens.header();
        assertThat(greenhouse.minted).hasSize(2);
    }

    @Test
    void the_end_goes_by_greenhouses_clock_when_this_one_is_slow() {
        greenhouse.ahead = Duration.ofMinutes(5);
        greenhouse.expiresAt = greenhouse.now().plusSeconds(3600);
        tokens.header();

        local.pass(Duration.ofSeconds(3600 - 89));

        tokens.header();
        assertThat(greenhouse.minted).hasSize(2);
    }

    @Test
    void the_end_goes_by_greenhouses_clock_when_this_one_is_fast() {
        greenhouse.ahead = Duration.ofMinutes(-70);
        greenhouse.expiresAt = greenhouse.now().plusSeconds(3600);
        tokens.header();

        local.pass(Duration.ofSeconds(3600 - 92));

        tokens.header();
        assertThat(greenhouse.minted).hasSize(1);
    }

    @Test
    void expires_in_is_read_as_well() {
        greenhouse.expiresIn = 600L;
        tokens.header();

        local.pass(Duration.ofSeconds(508));
        tokens.header();
        assertThat(greenhouse.minted).hasSize(1);

        local.pass(Duration.ofSeconds(4));
        tokens.header();
        assertThat(greenhouse.minted).hasSize(2);
    }

    @Test
    void without_a_word_of_its_end_a_token_lives_an_hour() {
        tokens.header();

        local.pass(Duration.ofSeconds(3600 - 92));
        tokens.header();
        assertThat(greenhouse.minted).hasSize(1);

        local.pass(Duration.ofSeconds(4));
        tokens.header();
        assertThat(greenhouse.minted).hasSize(2);
    }

    @Test
    void a_token_of_a_short_life_is_not_minted_anew_for_every_call() {
        greenhouse.expiresIn = 60L;

        tokens.header();
        tokens.header();
        local.pass(Duration.ofSeconds(20));
        tokens.header();
        assertThat(greenhouse.minted).hasSize(1);

        local.pass(Duration.ofSeconds(30));
        tokens.header();
        assertThat(greenhouse.minted).hasSize(2);
    }

    @Test
    void a_mint_that_fails_leaves_the_next_caller_to_try_again() {
        greenhouse.fails = true;
        assertThatExceptionOfType(HarvestException.class)
                .isThrownBy(tokens::header)
                .satisfies(e -> assertThat(e.failure()).isInstanceOf(HarvestFailure.Unavailable.class));

        greenhouse.fails = false;
        assertThat(tokens.header().reveal()).isEqualTo("Bearer token-1");
    }

    @Test
    void the_endpoints_own_bucket_of_sixty_a_minute_is_kept() {
        for (int mint = 0; mint < 60; mint++) {
            tokens.renew(tokens.header());
        }

        assertThatExceptionOfType(HarvestException.class)
                .isThrownBy(tokens::header)
                .satisfies(e -> assertThat(e.failure()).isInstanceOf(HarvestFailure.Throttled.class));
        assertThat(greenhouse.minted).hasSize(60);
    }

    @Test
    void a_header_outlives_the_token_that_it_was_made_of() {
        Secret header = tokens.header();

        tokens.renew(header);

        assertThat(header.reveal()).isEqualTo("Bearer token-1");
    }

    @Test
    void a_token_is_minted_anew_whatever_the_present_one_is_worth() {
        tokens.header();

        tokens.mintAnew();

        assertThat(tokens.header().reveal()).isEqualTo("Bearer token-2");
        assertThat(greenhouse.minted).hasSize(2);
    }

    @Test
    void introspection_is_asked_for_the_bare_token_and_may_be_silent() {
        assertThat(tokens.introspect("https://auth.greenhouse.io/introspect")).isEmpty();
        greenhouse.introspection = JsonNodeFactory.instance.objectNode().put("active", true);

        assertThat(tokens.introspect("https://auth.greenhouse.io/introspect")).isPresent();
        assertThat(greenhouse.introspected)
                .containsOnly("https://auth.greenhouse.io/introspect token-1 access_token")
                .hasSize(2);
    }

    @Test
    void an_answer_with_a_token_prints_without_it() {
        assertThat(new TokenApi.Answer("eyJ", null, 3600L)).hasToString("Answer[***]");
    }

    private Tokens tokens(Optional<Long> userId) {
        return new Tokens(greenhouse, CLIENT, userId, new ServerClock(local));
    }

    /** The token endpoint. */
    private final class Greenhouse implements TokenApi {

        private final List<String> minted = new ArrayList<>();
        private Duration ahead = Duration.ZERO;
        private Instant expiresAt;
        private Long expiresIn;
        private volatile boolean takesTime;
        private boolean fails;
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
            if (takesTime) {
                LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            }
            minted.add("%s %s %s".formatted(grantType, sub, basic));
            return RestResponse.ResponseBuilder.ok(new Answer("token-" + minted.size(), expiresAt, expiresIn))
                    .header("Date", Answers.date(now()))
                    .build();
        }

        @Override
        public RestResponse<JsonNode> introspect(String address, String basic, String token, String hint) {
            introspected.add("%s %s %s".formatted(address, token, hint));
            if (introspection == null) {
                throw new IllegalStateException("not JSON");
            }
            return RestResponse.ok(introspection);
        }
    }
}
