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
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The tenants' data keys, unwrapped once by each replica and kept in memory, so that Vault may be away afterwards. Except for
 * {@link #known} and {@link #has} they may wait for Vault, so call them outside a transaction.
 */
@ApplicationScoped
class DataKeys {

    /** How long Vault is left alone after a failure. */
    static final Duration REST = Duration.ofMinutes(1);

    /** After its last use: values of tenants that stopped, whose end nothing tells any more, are opened too. */
    static final Duration KEPT = Duration.ofDays(1);

    private static final int MOST = 10_000;
    /** In the place of a tenant: any other one would fail too. */
    private static final String ALL = "*";

    private final DataKeyStore store;
    private final Transit transit;
    private final SealConfig config;
    private final Cache<TenantId, DataKey> unwrapped;
    private final Cache<String, VaultFailure> resting;
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    @Inject
    DataKeys(DataKeyStore store, Transit transit, SealConfig config) {
        this(store, transit, config, Ticker.systemTicker());
    }

    DataKeys(DataKeyStore store, Transit transit, SealConfig config, Ticker ticker) {
        this.store = store;
        this.transit = transit;
        this.config = config;
        this.unwrapped =
                Caffeine.newBuilder().expireAfterAccess(KEPT).ticker(ticker).build();
        this.resting = Caffeine.newBuilder()
                .expireAfterWrite(REST)
                .ticker(ticker)
                .maximumSize(MOST)
                .build();
    }

    /** The key to seal with, made at its first use; empty while Vault does not give it. */
    Optional<DataKey> toSeal(TenantId tenant) {
        Optional<StoredKey> stored = store.find(tenant);
        // a purge on another replica deletes a key that is known here
        DataKey known = unwrapped.getIfPresent(tenant);
        if (known != null && stored.filter(key -> key.id() == known.id()).isPresent()) {
            return Optional.of(known);
        }
        // nothing is to be sealed with it if Vault does not give another
        unwrapped.invalidate(tenant);
        if (resting.getIfPresent(ALL) != null || resting.getIfPresent(tenant.value()) != null) {
            return Optional.empty();
        }
        try {
            return Optional.of(unwrap(tenant, stored.orElseGet(() -> make(tenant))));
        } catch (VaultFailure e) {
            rest(e.isGeneral() ? ALL : tenant.value(), e);
            return Optional.empty();
        }
    }

    /** Whether the tenant has a key: without one, nothing of it was ever sealed. Asks the database only. */
    boolean has(TenantId tenant) {
        return store.find(tenant).isPresent();
    }

    /** The key that {@link #toSeal} gave; asks neither Vault nor the database. */
    Optional<DataKey> known(TenantId tenant) {
        return Optional.ofNullable(unwrapped.getIfPresent(tenant));
    }

    /**
     * The key to open with; empty if it is not stored any more.
     *
     * @throws VaultFailure if Vault does not unwrap it
     */
    Optional<DataKey> toOpen(TenantId tenant, long id) {
        return store.find(tenant).filter(key -> key.id() == id).map(key -> {
            DataKey known = unwrapped.getIfPresent(tenant);
            return known != null && known.id() == id ? known : unwrap(tenant, key);
        });
    }

    void on(@Observes TenantChange change) {
        if (change instanceof TenantChange.Stopped) {
            unwrapped.invalidate(change.tenant());
            told.remove(change.tenant().value());
        }
    }

    private StoredKey make(TenantId tenant) {
        return store.add(tenant, transit.newDataKey(config.transitKey()));
    }

    private DataKey unwrap(TenantId tenant, StoredKey stored) {
        DataKey key = new DataKey(stored.id(), transit.unwrap(config.transitKey(), stored.wrapped()));
        unwrapped.put(tenant, key);
        List<String> healed = List.of(ALL, tenant.value());
        resting.invalidateAll(healed);
        if (told.removeAll(healed)) {
            Log.info("Vault gives data keys again; feature values are sealed");
        }
        return key;
    }

    private void rest(String whose, VaultFailure failure) {
        resting.put(whose, Objects.requireNonNull(failure));
        if (told.add(whose)) {
            Log.warnf(
                    "No data key for feature values (%s); decisions keep scores only, trying again every %d s; check"
                            + " rocketmat.privacy.transit-key and the policy (deploy/k8s/vault/role.sh)",
                    failure.getMessage(), REST.toSeconds());
        }
    }

    /** Why a key in Vault could not be used. */
    static HttpProblem problem(VaultFailure failure) {
        return failure.isGeneral()
                ? SealProblems.KEY_AWAY.passing(failure.getMessage(), REST.toSeconds())
                : SealProblems.KEY.problem(
                        failure.getMessage(),
                        "check rocketmat.privacy.transit-key and signing-key; deploy/k8s/vault/role.sh makes both keys and the policy");
    }
}
