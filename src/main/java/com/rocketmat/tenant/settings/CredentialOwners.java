package com.rocketmat.tenant.settings;

import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.settings.TenantSecret.Outcome;
import io.quarkus.logging.Log;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Which tenant a credential belongs to: two tenants may not share one, because they would share its budget and token. A tenant
 * that runs here keeps its credential until it is given another. Otherwise the tenant that ran with it before takes precedence:
 * the database knows the version of its secret, and Vault that version's credential, so every replica decides the same, also after a
 * restart. If they do not show it, no tenant may use it until one of the secrets is removed: one customer's scores must never reach another's Greenhouse. A tenant whose secret cannot be read claims nothing:
 * on a replica that starts meanwhile, another secret with its credential is accepted, and the tenant itself does not run.
 */
public final class CredentialOwners {

    private final Map<Credential, TenantId> running = new HashMap<>();
    private final Predicate<TenantId> ran;
    private final Function<TenantId, Outcome> lastRan;

    /**
     * Called if several tenants claim one credential:
     *
     * @param ran whether a tenant ran with the version of its secret that claims
     * @param lastRan another version with which it last ran, if any
     */
    public CredentialOwners(
            Map<TenantId, TenantSettings> running, Predicate<TenantId> ran, Function<TenantId, Outcome> lastRan) {
        running.forEach((tenant, settings) -> this.running.put(identity(settings.credential()), tenant));
        this.ran = ran;
        this.lastRan = lastRan;
    }

    /** Rejects settings whose credential belongs to another tenant. */
    public void admit(Map<TenantId, Outcome> outcomes) {
        Map<Credential, List<TenantId>> claims = outcomes.keySet().stream()
                .filter(tenant -> outcomes.get(tenant) instanceof Outcome.Valid)
                .collect(Collectors.groupingBy(tenant -> identity(credential(outcomes.get(tenant)))));
        Map<Credential, Optional<TenantId>> owners = owners(claims);
        claims.forEach((credential, claimants) -> {
            Optional<TenantId> owner = owners.get(credential);
            claimants.stream()
                    .filter(tenant -> !owner.equals(Optional.of(tenant)))
                    .forEach(tenant -> outcomes.put(tenant, refused(outcomes.get(tenant), tenant, owner, claimants)));
        });
    }

    /**
     * Tenants may exchange credentials: at first, those that run with one and claim another are assumed to get it. Those that do not get
     * it keep their own, which may in turn refuse it to others.
     */
    private Map<Credential, Optional<TenantId>> owners(Map<Credential, List<TenantId>> claims) {
        Map<Credential, Optional<TenantId>> owners = new HashMap<>();
        claims.forEach((credential, claimants) -> owners.put(
                credential,
                claimants.size() == 1 ? Optional.of(claimants.getFirst()) : ownerByHistory(credential, claimants)));
        boolean changed;
        do {
            changed = false;
            Set<TenantId> owning =
                    owners.values().stream().flatMap(Optional::stream).collect(Collectors.toSet());
            for (var held : running.entrySet()) {
                if (!owning.contains(held.getValue())) {
                    owners.put(held.getKey(), Optional.of(held.getValue()));
                    changed = true;
                }
            }
        } while (changed);
        return owners;
    }

    private Optional<TenantId> ownerByHistory(Credential credential, List<TenantId> claimants) {
        try {
            List<TenantId> owners = claimants.stream().filter(ran).toList();
            if (owners.isEmpty()) {
                owners = claimants.stream()
                        .filter(tenant -> lastRanWith(credential, tenant))
                        .toList();
            }
            return owners.size() == 1 ? Optional.of(owners.getFirst()) : Optional.empty();
        } catch (RuntimeException e) {
            Log.warnf(
                    "Cannot read which of the tenants %s ran before with the credential that they share; until the next refresh"
                            + " none of them runs but one that runs here: %s",
                    new TreeSet<>(claimants), e.toString());
            return Optional.empty();
        }
    }

    private boolean lastRanWith(Credential credential, TenantId tenant) {
        return switch (lastRan.apply(tenant)) {
            case Outcome.Valid(TenantSettings settings) ->
                identity(settings.credential()).equals(credential);
            case Outcome.Unread(String reason) -> throw new IllegalStateException(reason);
            default -> false;
        };
    }

    private static Outcome refused(
            Outcome outcome, TenantId tenant, Optional<TenantId> owner, List<TenantId> claimants) {
        String shared = key(credential(outcome)) + ": another tenant uses the same credential";
        return owner.map(other -> new Outcome.CredentialShared(
                        shared + "; create a separate one in Greenhouse's Dev Center", other.value()))
                .orElseGet(() -> new Outcome.CredentialShared(
                        shared
                                + ", and neither the database nor an earlier version in Vault shows which of them ran with it; remove the secret"
                                + " of the tenant that it does not belong to, or create a separate one in Greenhouse's Dev Center",
                        others(tenant, claimants)));
    }

    private static String others(TenantId tenant, List<TenantId> claimants) {
        return claimants.stream()
                .filter(other -> !other.equals(tenant))
                .map(TenantId::value)
                .sorted()
                .collect(Collectors.joining(", "));
    }

    private static Credential credential(Outcome outcome) {
        return ((Outcome.Valid) outcome).settings().credential();
    }

    private static Credential identity(Credential credential) {
        // the same client with another secret still has the same budget and token
        return switch (credential) {
            case Credential.OAuthClient client -> new Credential.OAuthClient(client.clientId(), null);
            case Credential.ApiKey key -> key;
        };
    }

    private static String key(Credential credential) {
        return switch (credential) {
            case Credential.OAuthClient _ -> "harvest_client_id";
            case Credential.ApiKey _ -> "harvest_api_key";
        };
    }
}
