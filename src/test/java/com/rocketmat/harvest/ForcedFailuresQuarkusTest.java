package com.rocketmat.harvest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import com.rocketmat.feature.FeatureCatalogue;
import com.rocketmat.sandbox.TestTenants;
import com.rocketmat.sandbox.customer.SecretiveCustomer;
import com.rocketmat.sandbox.greenhouse.GreenhouseSimulator;
import com.rocketmat.sandbox.greenhouse.fault.Fault;
import com.rocketmat.sandbox.greenhouse.fault.Match;
import com.rocketmat.sandbox.greenhouse.organisation.Organisation;
import com.rocketmat.sandbox.secrecy.SecretScan;
import com.rocketmat.sandbox.secrecy.Shown;
import com.rocketmat.tenant.FixedClock;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.settings.Secret;
import com.rocketmat.tenant.settings.TenantSettings;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Stack traces of forced failures, with all their causes, reveal neither secrets nor candidates. */
@QuarkusTest
class ForcedFailuresQuarkusTest {

    private static final String ECHO = "{\"message\":\"%s\",\"errors\":[{\"field\":\"rocketmat\",\"message\":\"%s\"}]}"
            .formatted(SecretiveCustomer.NOTE, SecretiveCustomer.NOTE);

    @Inject
    ObjectMapper json;

    private final Organisation organisation = SecretiveCustomer.named("forced-" + UUID.randomUUID(), 2);
    private final SecretScan scan = new SecretScan().hide(organisation).hide(SecretiveCustomer.NOTE);
    private GreenhouseSimulator greenhouse;

    @BeforeEach
    void start() {
        greenhouse = GreenhouseSimulator.start(List.of(organisation), new FixedClock());
    }

    @AfterEach
    void stop() {
        greenhouse.close();
    }

    static Stream<Fault> faults() {
        return Stream.of(
                new Fault.Html(200),
                new Fault.Html(502),
                new Fault.Drop(),
                new Fault.Truncate(),
                new Fault.InvalidJson(),
                new Fault.Status(200, "{\"not\":\"" + SecretiveCustomer.NOTE + "\"}"),
                // Jackson's message quotes the input that it cannot parse
                new Fault.Status(200, "[{\"id\":\"" + SecretiveCustomer.NOTE + "\"}]"),
                new Fault.Status(401, ECHO),
                new Fault.Status(403, ECHO),
                new Fault.Status(404, ECHO),
                new Fault.Status(422, ECHO),
                new Fault.Status(500, ECHO));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void aFailedReadRevealsNothing(Fault fault) {
        greenhouse.on(Match.get("/v3/candidates")).always().answer(fault);

        assertNoLeak(catchThrowable(() -> session(settings()).candidates(List.of(1L), Set.of("id", "first_name"))));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void aFailedMintRevealsNothing(Fault fault) {
        greenhouse.on(Match.token()).always().answer(fault);

        assertNoLeak(catchThrowable(() -> session(settings()).candidates(List.of(1L), Set.of("id"))));
    }

    @ParameterizedTest
    @MethodSource("writeFaults")
    void aFailedWriteRevealsNothing(Fault fault) {
        greenhouse.on(Match.patch("/v3")).always().answer(fault);
        CustomFieldWrite write = new CustomFieldWrite("note", TextNode.valueOf(SecretiveCustomer.NOTE));

        assertNoLeak(catchThrowable(() -> session(settings()).update(1, List.of(write))));
    }

    static Stream<Fault> writeFaults() {
        return faults().filter(fault -> !(fault instanceof Fault.Status status && status.code() == 200));
    }

    @Test
    void anUnknownFeatureRevealsNothing() {
        assertNoLeak(catchThrowable(() -> new FeatureCatalogue().plan(List.of("candidate.unknown"))));
    }

    @Test
    void settingsSerialiseWithoutSecrets() {
        for (Object holder : List.of(settings(), settings().credential(), new Secret(organisation.clientSecret()))) {
            assertThat(scan.leaks(written(holder))).isEmpty();
        }
    }

    private String written(Object holder) {
        try {
            return json.writeValueAsString(holder);
        } catch (JsonProcessingException e) {
            return Shown.stackTrace(e);
        }
    }

    private void assertNoLeak(Throwable failure) {
        assertThat(failure).isNotNull();
        assertThat(scan.leaks(Shown.stackTrace(failure))).isEmpty();
    }

    private HarvestSession session(TenantSettings settings) {
        return OwnSessions.of(greenhouse.tokenUrl(), new FixedClock()).session(settings);
    }

    private TenantSettings settings() {
        return TestTenants.settings(
                new TenantId(organisation.name()),
                organisation.secret(
                        Map.of("harvest_url", greenhouse.harvestUrl().toString())));
    }
}
