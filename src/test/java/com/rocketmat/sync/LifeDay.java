package com.rocketmat.sync;

import com.rocketmat.sandbox.customer.PointsCustomer;
import com.rocketmat.sandbox.database.SandboxDatabase;
import com.rocketmat.sandbox.greenhouse.GreenhouseSimulator;
import com.rocketmat.sandbox.greenhouse.organisation.Organisation;
import com.rocketmat.sandbox.stack.SandboxStack;
import com.rocketmat.sandbox.stack.Surroundings;
import com.rocketmat.sandbox.vault.SandboxVault;
import com.rocketmat.sandbox.vault.VaultStandIn;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The service in simulated time, with a Greenhouse on the same clock. */
public final class LifeDay implements QuarkusTestProfile {

    static final String OPERATOR = "operator-token";
    static final Duration SWEEP = Duration.ofHours(2);

    /** A customer of a Greenhouse whose undocumented behaviour is the same each time. */
    static final String FIXED = "replacing-late";

    /** Customers of a Greenhouse whose undocumented behaviour is drawn, each with another seed. */
    static final List<String> DRAWN = IntStream.range(0, Integer.getInteger("rocketmat.life.days", 8))
            .mapToObj(day -> "drawn-" + day)
            .toList();

    private static final Map<String, CustomersDay> CUSTOMERS = Stream.concat(Stream.of(FIXED), DRAWN.stream())
            .collect(Collectors.toMap(
                    Function.identity(), name -> new CustomersDay(name, SimulatedTime.MIDNIGHT, name.hashCode())));

    /** Customers with so many applications that their first sweep takes many rate windows. */
    static final PointsCustomer SWEEPING = PointsCustomer.named("sweeping");

    static final PointsCustomer ASKED = PointsCustomer.named("asked");

    static CustomersDay customer(String name) {
        return CUSTOMERS.get(name);
    }

    @Override
    public Set<Class<?>> getEnabledAlternatives() {
        return Set.of(SimulatedTime.class);
    }

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "rocketmat.sync.sweep",
                SWEEP.toString(),
                // the only thing here that uses the machine's clock
                "rocketmat.harvest.circuit-delay",
                "10ms");
    }

    @Override
    public boolean disableGlobalTestResources() {
        return true;
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(Around.class));
    }

    public static final class Around implements QuarkusTestResourceLifecycleManager {

        private SandboxDatabase database;
        private SandboxVault vault;
        private GreenhouseSimulator greenhouse;

        @Override
        public Map<String, String> start() {
            Surroundings.setHowTestsWait();
            database = SandboxDatabase.start();
            vault = VaultStandIn.start();
            vault.put("rocketmat/operators", Map.of("operator", "operator " + SandboxStack.sha256(OPERATOR)));
            List<Organisation> organisations = Stream.concat(
                            CUSTOMERS.values().stream().flatMap(day -> Stream.of(day.greenhouse(), day.twin())),
                            Stream.of(SWEEPING.organisation(), ASKED.organisation()))
                    .toList();
            greenhouse = GreenhouseSimulator.start(organisations, SimulatedTime.CLOCK);
            organisations.forEach(organisation -> organisation.rateLimit(60));
            return Surroundings.settings(database, vault, greenhouse);
        }

        @Override
        public void inject(TestInjector tests) {
            tests.injectIntoFields(greenhouse, new TestInjector.MatchesType(GreenhouseSimulator.class));
            tests.injectIntoFields(vault, new TestInjector.MatchesType(SandboxVault.class));
        }

        @Override
        public void stop() {
            greenhouse.close();
            vault.close();
            database.close();
        }
    }
}
