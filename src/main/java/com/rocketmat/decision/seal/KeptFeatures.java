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

/** The feature values that were kept of scores. */
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

    /** Where an application was decided, and when. */
    public record Decided(long jobId, Instant at) {}

    /** Whether any can have been kept of the tenant's scores. */
    public boolean any(TenantId tenant) {
        return keys.has(tenant);
    }

    /** Whether Vault gives the tenant's key, or has given it to this replica. */
    public boolean canBeOpened(TenantId tenant) {
        return keys.toSeal(tenant).isPresent();
    }

    /**
     * All of a candidate, in the order of the log; may wait for Vault, so call it outside a transaction.
     *
     * @throws HttpProblem if Vault does not give the key: a part of them must not look like all
     */
    public List<Kept> of(TenantId tenant, long candidateId) {
        Function<SealedDecision, Map<String, FeatureValue>> open = seals.opener(tenant);
        return opened(() -> decisions.ofCandidate(tenant, candidateId).stream()
                .map(decision -> new Kept(decision.row().number(), open.apply(decision)))
                .toList());
    }

    /**
     * The first of each application for this job and before this time, by application; may wait for Vault. Later ones tell how long it stayed
     * open, as only open applications are scored again. A row of the log has the features of one version, so those of all versions are put
     * together.
     *
     * @throws HttpProblem if Vault does not give the key
     */
    public Map<Long, Map<String, FeatureValue>> before(TenantId tenant, Map<Long, Decided> applications) {
        Function<SealedDecision, Map<String, FeatureValue>> open = seals.opener(tenant);
        return opened(() -> decisions.before(tenant, applications).entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        application -> together(application.getValue().stream().map(open)))));
    }

    private static Map<String, FeatureValue> together(Stream<Map<String, FeatureValue>> inOrder) {
        Map<String, FeatureValue> together = new HashMap<>();
        inOrder.forEachOrdered(values -> values.forEach(together::putIfAbsent));
        return together;
    }

    private static <T> T opened(Supplier<T> values) {
        try {
            return values.get();
        } catch (VaultFailure e) {
            throw DataKeys.problem(e);
        }
    }
}
