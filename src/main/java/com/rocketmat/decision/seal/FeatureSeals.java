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
import java.util.UUID;
import java.util.function.Function;

/** Seals values with the key that this replica has in memory; without one, the log only keeps scores. */
// eager, so that its metric exists from the start
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
            keys.keyToSeal(tenant);
        }
        return features;
    }

    @Override
    public Optional<byte[]> seal(
            TenantId tenant, UUID alias, byte[] salt, long number, String version, Map<String, FeatureValue> features) {
        Optional<byte[]> sealed = keys.cached(tenant)
                .map(data -> envelope.seal(
                        data, salt, new SealedRow(tenant, alias, number, version), FeatureBytes.of(features)));
        if (sealed.isEmpty()) {
            unsealed.increment();
        }
        return sealed;
    }

    /**
     * Returns a function that opens the values of a tenant's decisions, and looks up each data key only once. It throws a
     * {@link com.rocketmat.tenant.vault.VaultFailure} if the key is not in memory and Vault does not unwrap it, and a
     * {@link com.rocketmat.problem.HttpProblem} if the values do not open.
     */
    Function<SealedDecision, Map<String, FeatureValue>> opener(TenantId tenant) {
        Map<Long, Optional<DataKey>> dataKeys = new HashMap<>();
        return decision -> Envelope.keyId(decision.sealed())
                .flatMap(id -> dataKeys.computeIfAbsent(id, keyId -> keys.keyToOpen(tenant, keyId)))
                .flatMap(data -> envelope.open(data, decision.salt(), decision.row(), decision.sealed()))
                .map(FeatureBytes::read)
                .orElseThrow(() -> SealProblems.SEALED.problem(
                        "The sealed feature values, or their key, were changed",
                        "verify the log; if its chain is broken, restore the database"));
    }
}
