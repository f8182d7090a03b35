package com.rocketmat.decision.seal;

import com.rocketmat.feature.FeatureValue;
import com.rocketmat.problem.HttpProblem;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.vault.VaultFailure;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The sealed feature values of scores. */
@ApplicationScoped
public class KeptFeatures {

    private final SealedDecisions decisions;
    private final FeatureSeals seals;
    private final DataKeys keys;

    KeptFeatures(SealedDecisions decisions, FeatureSeals seals, DataKeys keys) {
        this.decisions = decisions;
        this.seals = seals;
        this.keys = keys;
    }

    /** {@code decision} is the number of its row in the log. */
    public record Kept(long decision, Map<String, FeatureValue> features) {}

    /** The job for which an application was decided, and when. */
    public record Decided(long jobId, Instant at) {}

    /**
     * Returns all of a candidate's values, in the order of the log. May wait for Vault, so call it outside a transaction.
     *
     * @throws HttpProblem if Vault does not provide the key, since a part must not look like everything
     */
    public List<Kept> of(TenantId tenant, long candidateId) {
        Function<SealedDecision, Map<String, FeatureValue>> open = seals.opener(tenant);
        return withKey(() -> decisions.ofCandidate(tenant, candidateId).stream()
                .map(decision -> new Kept(decision.row().number(), open.apply(decision)))
                .toList());
    }

    /**
     * Returns each application's first values for its job before it was decided, by application. Later values would reveal how long it
     * stayed open, because only open applications are scored again. A row has the features of one version, so those of all versions are
     * merged. May wait for Vault, so call it outside a transaction.
     *
     * @throws HttpProblem if Vault does not provide the key
     */
    public Map<Long, Map<String, FeatureValue>> before(TenantId tenant, Map<Long, Decided> applications) {
        Function<SealedDecision, Map<String, FeatureValue>> open = seals.opener(tenant);
        return withKey(() -> decisions.before(tenant, applications).entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        application -> merge(application.getValue().stream().map(open)))));
    }

    /**
     * Keeps the key in memory, if anything was ever sealed. May wait for Vault, so call it outside a transaction.
     *
     * @throws HttpProblem if Vault does not provide the key
     */
    public void requireKey(TenantId tenant) {
        withKey(() -> keys.keyToOpen(tenant));
    }

    private static Map<String, FeatureValue> merge(Stream<Map<String, FeatureValue>> oldestFirst) {
        Map<String, FeatureValue> merged = new HashMap<>();
        oldestFirst.forEachOrdered(values -> values.forEach(merged::putIfAbsent));
        return merged;
    }

    private static <T> T withKey(Supplier<T> values) {
        try {
            return values.get();
        } catch (VaultFailure e) {
            throw DataKeys.problem(e);
        }
    }
}
