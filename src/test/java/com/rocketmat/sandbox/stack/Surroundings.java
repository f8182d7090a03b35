package com.rocketmat.sandbox.stack;

import com.rocketmat.sandbox.database.SandboxDatabase;
import com.rocketmat.sandbox.greenhouse.GreenhouseSimulator;
import com.rocketmat.sandbox.greenhouse.organisation.Organisation;
import com.rocketmat.sandbox.vault.SandboxVault;
import com.rocketmat.sandbox.vault.VaultStandIn;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.restassured.RestAssured;
import io.restassured.specification.RequestSpecification;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.awaitility.pollinterval.IterativePollInterval;

/**
 * The environment of a {@code @QuarkusTest}; sets its fields of type GreenhouseSimulator, VaultStandIn (or SandboxVault) and
 * SandboxDatabase. Annotated with itself: Quarkus gives what any class is annotated with to every test, except those whose
 * profile disables global test resources.
 */
@QuarkusTestResource(Surroundings.class)
public class Surroundings implements QuarkusTestResourceLifecycleManager {

    public static final String VIEWER = "viewer-token";
    public static final String OPERATOR = "operator-token";

    /** Of callers who are restricted to one tenant. */
    public static final String KEPT_VIEWER = "kept-viewer-token";

    public static final String KEPT_OPERATOR = "kept-operator-token";
    public static final String KEPT_TO = "reached";

    /** Of a caller who is restricted to a tenant that does not exist. */
    public static final String KEPT_FROM_ALL = "kept-from-all-token";

    /** Organisations that tests may fill; they have no Vault secrets, so they are not tenants. */
    public static final List<String> ORGANISATIONS = List.of("""
            paging, tokens, troubled, untroubled, narrow, writes, legacy, late, pauses, hides, traps,
            traps-of-siblings, limits, beside-limits, training, training-slowly, training-objections,
            training-left-out, trains, trains-slowly, trains-without-field, trains-never, trains-and-crashes,
            trains-example, trains-scheduled, trains-without-three, trains-on-a-busy-machine,
            trains-during-a-change, trains-on-refused-values, trains-without-answers, trains-first, trains-second,
            trains-on-kept-values, trains-after-the-pause, trains-behind, waits-to-train, apart-one, apart-two,
            apart-three, apart-four, apart-five, bulk-one, bulk-two, planned, turns, stuck, resumes,
            trains-by-an-old-schedule
            """.strip().split(",\\s+", -1));

    /** Between two looks at what a test waits for. */
    private static final Duration FIRST_PAUSE = Duration.ofMillis(20);

    private static final Duration LONGEST_PAUSE = Duration.ofMillis(200);

    private SandboxDatabase database;
    private VaultStandIn vault;
    private GreenhouseSimulator greenhouse;

    public static RequestSpecification viewer() {
        return as(VIEWER);
    }

    public static RequestSpecification operator() {
        return as(OPERATOR);
    }

    public static RequestSpecification as(String token) {
        return RestAssured.given().auth().oauth2(token);
    }

    /** An operator of the application under test. */
    public static Operator api() {
        return new Operator(URI.create("http://localhost:" + RestAssured.port), OPERATOR);
    }

    /**
     * Most of what is waited for takes some milliseconds, and asking in vain takes time from what it waits for. Nothing is too late only
     * because the machine is busy.
     */
    public static void setHowTestsWait() {
        Awaitility.setDefaultPollDelay(Duration.ZERO);
        Awaitility.setDefaultPollInterval(IterativePollInterval.iterative(
                last -> last.compareTo(LONGEST_PAUSE) < 0 ? last.multipliedBy(3).dividedBy(2) : last, FIRST_PAUSE));
        Awaitility.setDefaultTimeout(Duration.ofMinutes(1));
    }

    @Override
    public Map<String, String> start() {
        setHowTestsWait();
        database = SandboxDatabase.start();
        vault = VaultStandIn.start();
        vault.put("rocketmat/operators", operators());
        greenhouse = GreenhouseSimulator.start(organisations());
        return settings(database, vault, greenhouse);
    }

    /** The operators' secret as it is at the start. */
    public static Map<String, String> operators() {
        return Map.of(
                "viewer",
                "viewer " + SandboxStack.sha256(VIEWER),
                "operator",
                "operator " + SandboxStack.sha256(OPERATOR),
                "kept-viewer",
                "viewer %s %s,not-there".formatted(SandboxStack.sha256(KEPT_VIEWER), KEPT_TO),
                "kept-from-all",
                "viewer %s not-there".formatted(SandboxStack.sha256(KEPT_FROM_ALL)),
                "kept-operator",
                "operator %s %s".formatted(SandboxStack.sha256(KEPT_OPERATOR), KEPT_TO));
    }

    protected List<Organisation> organisations() {
        return ORGANISATIONS.stream()
                .map(name -> Organisation.empty(name, Instant.parse("2026-11-24T12:00:00Z")))
                .toList();
    }

    /** The configuration of an application that a test runs in its own process. */
    public static Map<String, String> settings(
            SandboxDatabase database, SandboxVault vault, GreenhouseSimulator greenhouse) {
        Map<String, String> settings = new HashMap<>();
        settings.put("quarkus.datasource.jdbc.url", database.jdbcUrl());
        settings.put("quarkus.datasource.username", database.user());
        settings.put("quarkus.datasource.password", database.password());
        settings.put("quarkus.vault.url", vault.address().toString());
        settings.put("quarkus.vault.authentication.client-token", vault.token());
        settings.put("rocketmat.harvest.url", greenhouse.harvestUrl().toString());
        settings.put("rocketmat.harvest.token-url", greenhouse.tokenUrl().toString());
        // no test waits for this limit, and a busy machine may
        settings.put("quarkus.vault.read-timeout", "10S");
        settings.put("rocketmat.tenants.refresh", "1s");
        settings.put("rocketmat.models.run-time", "5s");
        // so that a test need not send 65 MB
        settings.put("rocketmat.models.max-file", "8M");
        settings.put("quarkus.http.test-port", "0");
        settings.put("quarkus.management.test-port", "0");
        return settings;
    }

    @Override
    public void inject(TestInjector tests) {
        tests.injectIntoFields(greenhouse, new TestInjector.MatchesType(GreenhouseSimulator.class));
        tests.injectIntoFields(vault, new TestInjector.MatchesType(VaultStandIn.class));
        tests.injectIntoFields(database, new TestInjector.MatchesType(SandboxDatabase.class));
    }

    @Override
    public void stop() {
        greenhouse.close();
        vault.close();
        database.close();
    }
}
