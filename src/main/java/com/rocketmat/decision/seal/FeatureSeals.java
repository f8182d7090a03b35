package com.rocketmat.decision.seal;

import com.rocketmat.decision.SealedFeatures;
import com.rocketmat.feature.FeatureValue;
import com.rocketmat.tenant.TenantRegistry;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.settings.TenantSettings.DecisionLog;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Seals values with the key that this replica has in memory; without one the log keeps the scores alone. */
// created at start, so that its metric exists from then on
@Startup
@ApplicationScoped
class FeatureSeals implements SealedFeatures {

    static final String UNSEALED = "rocketmat.decisions.unsealed";

    private final TenantRegistry tenants;
    private final DataKeys keys;
    private final Envelope envelope = new Envelope();
    private final Counter unsealed;

    FeatureSeals(TenantRegistry tenants, DataKeys keys, MeterRegistry meters) {
        this.tenants = tenants;
        this.keys = keys;
        this.unsealed = meters.counter(UNSEALED);
    }

    @Override
    public boolean prepare(TenantId tenant) {
        boolean features = tenants.settings(tenant)
                .filter(settings -> settings.decisions() == DecisionLog.FEATURES)
                .isPresent();
        if (features) {
            keys.toSeal(tenant);
        }
        return features;
    }

    @Override
    public Optional<byte[]> seal(
            TenantId tenant, Key key, long number, String version, Map<String, FeatureValue> features) {
        Optional<byte[]> sealed = keys.known(tenant)
                .map(data -> envelope.seal(
                        data,
                        key.salt(),
                        new SealedRow(tenant, key.alias(), number, version),
                        FeatureBytes.of(features)));
        if (sealed.isEmpty()) {
            unsealed.increment();
        }
        return sealed;
    }

    /**
     * The values of a decision that has some.
     *
     * @throws com.rocketmat.tenant.vault.VaultFailure if the key is not in memory, and Vault does not unwrap it
     * @throws com.rocketmat.problem.HttpProblem if they do not open
     */
    Map<String, FeatureValue> open(SealedDecision decision) {
        return open(decision, id -> keys.toOpen(decision.row().tenant(), id));
    }

    /** The same for many decisions of a tenant: its key is looked up once, and not in the database for each. */
    Function<SealedDecision, Map<String, FeatureValue>> opener(TenantId tenant) {
        Map<Long, Optional<DataKey>> found = new HashMap<>();
        return decision -> open(decision, id -> found.computeIfAbsent(id, one -> keys.toOpen(tenant, one)));
    }

    private Map<String, FeatureValue> open(SealedDecision decision, Function<Long, Optional<DataKey>> key) {
        return Envelope.keyId(decision.sealed())
                .flatMap(key)
                .flatMap(data -> envelope.open(data, decision.salt(), decision.row(), decision.sealed()))
                .map(FeatureBytes::read)
                .orElseThrow(() -> SealProblems.SEALED.problem(
                        "The sealed feature values, or their key, were changed",
                        "verify the log; if its chain is broken, restore the database"));
    }
}
