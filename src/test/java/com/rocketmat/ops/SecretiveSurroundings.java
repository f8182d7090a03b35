package com.rocketmat.ops;

import com.rocketmat.sandbox.SandboxDatabase;
import com.rocketmat.sandbox.SandboxStack;
import com.rocketmat.sandbox.SecretiveCustomer;
import com.rocketmat.sandbox.Surroundings;
import com.rocketmat.sandbox.VaultStandIn;
import com.rocketmat.sandbox.greenhouse.GreenhouseSimulator;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.List;
import java.util.Map;

/** As {@link Surroundings}, with customers whose candidates are told of in every way. */
public final class SecretiveSurroundings implements QuarkusTestResourceLifecycleManager {

    static final List<String> ORGANISATIONS =
            List.of("talked-of", "keyed", "mistyped", "forbidden", "unfit", "odd", "forced");

    private SandboxDatabase database;
    private VaultStandIn vault;
    private GreenhouseSimulator greenhouse;

    @Override
    public Map<String, String> start() {
        database = SandboxDatabase.start();
        vault = VaultStandIn.start();
        vault.put(
                "rocketmat/operators",
                Map.of("operator", "operator " + SandboxStack.sha256(SecrecyQuarkusTest.OPERATOR)));
        greenhouse = GreenhouseSimulator.start(ORGANISATIONS.stream()
                .map(name -> SecretiveCustomer.named(name, 6))
                .toList());
        return Surroundings.settings(database, vault, greenhouse);
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
