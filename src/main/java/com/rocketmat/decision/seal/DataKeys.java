package com.rocketmat.decision.seal;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import com.rocketmat.problem.HttpProblem;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.state.TenantChange;
import com.rocketmat.tenant.vault.Transit;
import com.rocketmat.tenant.vault.VaultFailure;
import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Each replica unwraps a tenant's data key once and keeps it in memory, so that it no longer depends on Vault. Except for
 * {@link #cached}, methods may wait for Vault, so call them outside a transaction.
 */
@ApplicationScoped
class DataKeys {

    /** After a failure, Vault is not asked again for this long. */
    static final Duration BACKOFF = Duration.ofMinutes(1);

    /** A failure that is older has passed, although no key was unwrapped since. */
    private static final Duration FORGOTTEN = Duration.ofHours(1);

    /** After the last use. Values of stopped tenants are opened too, and no further event would remove their keys. */
    static final Duration EXPIRY = Duration.ofDays(1);

    /** Instead of a tenant, for a failure that affects all. */
    private static final String ALL_TENANTS = "*";

    private final DataKeyStore store;
    private final Transit transit;
    private final SealConfig config;
    private final Cache<TenantId, DataKey> unwrapped;
    private final Ticker ticker;
    /** When Vault failed last, by tenant, or for all. */
    private final Map<String, Long> failedAt = new ConcurrentHashMap<>();

    @Inject
    DataKeys(DataKeyStore store, Transit transit, SealConfig config) {
        this(store, transit, config, Ticker.systemTicker());
    }

    DataKeys(DataKeyStore store, Transit transit, SealConfig config, Ticker ticker) {
        this.store = store;
        this.transit = transit;
        this.config = config;
        this.ticker = ticker;
        this.unwrapped =
                Caffeine.newBuilder().expireAfterAccess(EXPIRY).ticker(ticker).build();
    }

    /** Returns the key to seal with, which is created at its first use; empty if Vault does not provide it. */
    Optional<DataKey> keyToSeal(TenantId tenant) {
        Optional<StoredKey> stored = store.find(tenant);
        // another replica may have purged the tenant, and so deleted the key that is cached here
        DataKey cached = unwrapped.getIfPresent(tenant);
        if (cached != null && stored.filter(key -> key.id() == cached.id()).isPresent()) {
            return Optional.of(cached);
        }
        // a deleted key must not seal anything, even if Vault does not provide another
        unwrapped.invalidate(tenant);
        if (backsOff(ALL_TENANTS) || backsOff(tenant.value())) {
            return Optional.empty();
        }
        try {
            return Optional.of(unwrap(tenant, stored.orElseGet(() -> create(tenant))));
        } catch (VaultFailure e) {
            backOff(e.isGeneral() ? ALL_TENANTS : tenant.value(), e);
            return Optional.empty();
        }
    }

    /** Returns the key in memory; asks neither Vault nor the database. */
    Optional<DataKey> cached(TenantId tenant) {
        return Optional.ofNullable(unwrapped.getIfPresent(tenant));
    }

    /**
     * Returns the key to open with; empty if it is no longer stored.
     *
     * @throws VaultFailure if Vault does not unwrap it
     */
    Optional<DataKey> keyToOpen(TenantId tenant, long id) {
        return store.find(tenant).filter(key -> key.id() == id).map(key -> {
            DataKey cached = unwrapped.getIfPresent(tenant);
            return cached != null && cached.id() == id ? cached : unwrap(tenant, key);
        });
    }

    /**
     * Returns the key to open with; empty if nothing was ever sealed.
     *
     * @throws VaultFailure if Vault does not unwrap it
     */
    Optional<DataKey> keyToOpen(TenantId tenant) {
        return store.find(tenant).flatMap(key -> keyToOpen(tenant, key.id()));
    }

    void on(@Observes TenantChange change) {
        if (change instanceof TenantChange.Stopped) {
            unwrapped.invalidate(change.tenant());
            failedAt.remove(change.tenant().value());
        }
    }

    private StoredKey create(TenantId tenant) {
        return store.add(tenant, transit.newDataKey(config.transitKey()));
    }

    private DataKey unwrap(TenantId tenant, StoredKey stored) {
        DataKey key = new DataKey(stored.id(), transit.unwrap(config.transitKey(), stored.wrapped()));
        unwrapped.put(tenant, key);
        if (failedAt.keySet().removeAll(List.of(ALL_TENANTS, tenant.value()))) {
            Log.info("Vault provides data keys again; sealing feature values");
        }
        return key;
    }

    private boolean backsOff(String scope) {
        Long failed = failedAt.get(scope);
        return failed != null && ticker.read() - failed < BACKOFF.toNanos();
    }

    private void backOff(String scope, VaultFailure failure) {
        Long before = failedAt.put(scope, ticker.read());
        if (before == null || ticker.read() - before > FORGOTTEN.toNanos()) {
            Log.warnf(
                    "No data key for feature values (%s); decisions keep scores only, retrying every %d s; check"
                            + " rocketmat.privacy.transit-key and the policy (deploy/k8s/vault/role.sh)",
                    failure.getMessage(), BACKOFF.toSeconds());
        }
    }

    /** Explains why a key in Vault could not be used. */
    static HttpProblem problem(VaultFailure failure) {
        return failure.isGeneral()
                ? SealProblems.KEY_AWAY.passing(failure.getMessage(), BACKOFF.toSeconds())
                : SealProblems.KEY.problem(
                        failure.getMessage(),
                        "check rocketmat.privacy.transit-key and signing-key; deploy/k8s/vault/role.sh creates both keys and the policy");
    }
}
