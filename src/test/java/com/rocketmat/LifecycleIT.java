package com.rocketmat;

import static com.rocketmat.sandbox.process.Within.within;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rocketmat.model.Graph;
import com.rocketmat.sandbox.customer.PointsCustomer;
import com.rocketmat.sandbox.greenhouse.Writes;
import com.rocketmat.sandbox.process.ApplicationProcess;
import com.rocketmat.sandbox.stack.Operator;
import com.rocketmat.sandbox.stack.SandboxStack;
import com.rocketmat.sandbox.vault.SandboxVault;
import com.rocketmat.sandbox.vault.VaultStandIn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two hundred tenants that are added, rotate their credentials, break them, are removed and come back while one process serves
 * all of them.
 */
@Tag("nightly")
class LifecycleIT {

    private static final int MANY = 200;
    /** Covers what the stand-in does differently from OpenBao. */
    private static final int SOME = 50;

    private static final Duration PACE = Duration.ofMillis(50);
    private static final Path BUILD = Path.of("target");

    private static final long SEED = Long.getLong("rocketmat.lifecycle.seed", new Random().nextLong());

    @TempDir
    private Path models;

    private final Random random = new Random(SEED);
    private final Set<String> present = new HashSet<>();
    private SandboxStack stack;

    @Test
    void noScoreIsLostNoneIsForeignAndNothingIsRestarted() throws IOException {
        live(SandboxVault.start(BUILD), MANY);
    }

    @Test
    void soItIsWithTheStandInOfVault() throws IOException {
        live(VaultStandIn.start(), SOME);
    }

    private void live(SandboxVault vault, int tenants) throws IOException {
        System.out.printf("rocketmat.lifecycle.seed=%d%n", SEED);
        List<PointsCustomer> customers =
                IntStream.range(0, tenants).mapToObj(LifecycleIT::customer).toList();
        for (PointsCustomer customer : customers) {
            model(customer);
        }
        stack = SandboxStack.start(
                BUILD,
                vault,
                customers.stream().map(PointsCustomer::organisation).toList());
        try (SandboxStack _ = stack;
                ApplicationProcess application = stack.startApplication(Map.of(
                        "ROCKETMAT_MODELS_DIRECTORY",
                        models.toString(),
                        // in v1 a new application shows only then, unless there is activity on it
                        "ROCKETMAT_SYNC_SWEEP",
                        "20s"))) {
            for (int step = 0; step < tenants + tenants / 4; step++) {
                int chosen = random.nextInt(tenants);
                step(customers.get(chosen), chosen);
                await().pollDelay(PACE).until(() -> true);
            }
            customers.forEach(this::good);
            within(180)
                    .untilAsserted(() -> assertThat(customers)
                            .filteredOn(customer -> !customer.allRight())
                            .extracting(PointsCustomer::name)
                            .isEmpty());
            Operator operator = stack.operator(application);
            customers.forEach(customer -> within(60)
                    .until(() -> operator.tenant(customer.name()).path("state").equals("ACTIVE")));
            assertThat(application.isAlive()).isTrue();
            assertThat(Files.readString(application.log())).containsOnlyOnce("started in");
            customers.forEach(this::assertOwnWritesOnly);
        }
    }

    /** Whose points no other application has. */
    private static PointsCustomer customer(int number) {
        PointsCustomer customer = PointsCustomer.named("life-%03d".formatted(number));
        customer.apply(number);
        return customer;
    }

    private void model(PointsCustomer customer) throws IOException {
        Path folder = Files.createDirectories(models.resolve(customer.name()));
        Files.write(folder.resolve("points.onnx"), Graph.identity().toBytes());
        Files.writeString(folder.resolve("points.json"), PointsCustomer.MANIFEST);
    }

    private void step(PointsCustomer customer, int number) {
        switch (random.nextInt(6)) {
            case 0, 1 -> good(customer);
            // a tenant that ran before continues
            case 2 -> put(customer, Map.of("shedule", "20s"));
            // Greenhouse refuses it
            case 3 -> put(customer, Map.of("harvest_client_secret", "mistyped", "schedule", "20s"));
            case 4 -> gone(customer);
            default -> customer.apply(number + random.nextInt(4) / 4.0);
        }
    }

    /** A valid credential, usually different from the previous one. */
    private void good(PointsCustomer customer) {
        Map<String, String> secret = new HashMap<>(Map.of("schedule", 20 + random.nextInt(10) + "s"));
        if (random.nextInt(3) == 0) {
            secret.put("harvest_api_key", customer.organisation().apiKey());
        }
        put(customer, secret);
    }

    private void put(PointsCustomer customer, Map<String, String> secret) {
        stack.addTenant(customer.name(), secret);
        present.add(customer.name());
    }

    private void gone(PointsCustomer customer) {
        if (present.remove(customer.name())) {
            String path = "rocketmat/tenants/" + customer.name();
            if (random.nextBoolean()) {
                stack.vault().delete(path);
            } else {
                stack.vault().deleteLatest(path);
            }
        }
    }

    /** One value per application: its own points. */
    private void assertOwnWritesOnly(PointsCustomer customer) {
        Writes writes = Writes.into(stack.greenhouse(), customer.name());
        assertThat(writes.properties()).containsExactly("custom_fields");
        Map<String, Set<String>> scores = writes.values(PointsCustomer.SCORE_FIELD);
        assertThat(scores).hasSize(customer.applications());
        scores.forEach((path, values) -> {
            long id = Long.parseLong(path.substring(path.lastIndexOf('/') + 1));
            assertThat(customer.ids()).contains(id);
            assertThat(values)
                    .singleElement()
                    .satisfies(sent -> assertThat(Double.parseDouble(sent))
                            .isEqualTo(((Number) customer.score(id)).doubleValue()));
            assertThat(writes.values("points").getOrDefault(path, values))
                    .allSatisfy(sent -> assertThat(Double.parseDouble(sent))
                            .isEqualTo(Double.parseDouble(values.iterator().next())));
        });
    }
}
