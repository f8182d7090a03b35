package com.rocketmat.tenant;

import com.rocketmat.tenant.TenantSecret.Outcome;
import com.rocketmat.tenant.VaultSecrets.Read;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.ws.rs.core.Response.Status;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** Reconciles what Vault lists with what runs. Settings live in this process's memory only. */
@ApplicationScoped
public class TenantRegistry implements KnownTenants {

    private static final String CORRECT = "correct the tenant's secret in Vault";

    private final TenantFolder folder;
    private final TenantStates states;
    private final Event<TenantChange> changes;
    private final VaultContact contact;
    private final Map<TenantId, TenantSettings> running = new ConcurrentHashMap<>();
    /** What was reported to the database; a report that failed is repeated at the next refresh. */
    private final Map<TenantId, Outcome> reported = new ConcurrentHashMap<>();

    TenantRegistry(TenantFolder folder, TenantStates states, Event<TenantChange> changes, VaultContact contact) {
        this.folder = folder;
        this.states = states;
        this.changes = changes;
        this.contact = contact;
    }

    /** The settings to run a tenant with: the newest valid ones, or empty when it does not run on this replica. */
    public Optional<TenantSettings> settings(TenantId tenant) {
        return Optional.ofNullable(running.get(tenant));
    }

    @Override
    public TenantId require(String id) {
        return TenantId.parse(id)
                .filter(tenant -> states.find(tenant).isPresent())
                .orElseThrow(TenantRegistry::unknown);
    }

    static HttpProblem unknown() {
        return HttpProblem.builder()
                .withStatus(Status.NOT_FOUND)
                .withTitle("No such tenant")
                .withDetail("No tenant of this id is known; a secret in Vault makes one")
                .build();
    }

    @Scheduled(every = "${rocketmat.tenants.refresh}", concurrentExecution = ConcurrentExecution.SKIP)
    void refresh() {
        Map<TenantId, Read> secrets;
        try {
            secrets = folder.read();
        } catch (RuntimeException e) {
            contact.lost(VaultSecrets.cause(e));
            return;
        }
        reconcile(secrets);
        noOneReadable(secrets.values()).ifPresentOrElse(contact::lost, contact::made);
    }

    /** Names without one secret are no load: who may list but not read would come up ready, with nothing to run. */
    private static Optional<String> noOneReadable(Collection<Read> secrets) {
        List<String> reasons = secrets.stream()
                .filter(Read.Failed.class::isInstance)
                .map(read -> ((Read.Failed) read).reason())
                .toList();
        return reasons.isEmpty() || reasons.size() < secrets.size()
                ? Optional.empty()
                : Optional.of(reasons.getFirst());
    }

    private synchronized void reconcile(Map<TenantId, Read> secrets) {
        // first, since what they leave free may be another's already
        missing(secrets).forEach(tenant -> guarded(tenant, () -> gone(tenant)));
        Map<Credential, TenantId> owners = new HashMap<>();
        running.forEach((tenant, settings) -> owners.putIfAbsent(identity(settings.credential()), tenant));
        for (var secret : secrets.entrySet()) {
            guarded(secret.getKey(), () -> {
                switch (secret.getValue()) {
                    case Read.Found found -> found(secret.getKey(), found.secret(), owners);
                    case Read.Absent _ -> {
                        // deleted, though Vault still lists its metadata
                    }
                    case Read.Failed failed -> unread(secret.getKey(), failed.reason());
                }
            });
        }
    }

    private List<TenantId> missing(Map<TenantId, Read> secrets) {
        // on the first refresh also those that stopped while no replica looked
        Set<TenantId> known = new TreeSet<>(contact.everMade() ? running.keySet() : states.notStopped());
        known.addAll(reported.keySet());
        return known.stream()
                .filter(tenant -> secrets.getOrDefault(tenant, new Read.Absent()) instanceof Read.Absent)
                .toList();
    }

    private void found(TenantId tenant, Map<String, String> secret, Map<Credential, TenantId> owners) {
        Outcome parsed = TenantSecret.parse(tenant, secret);
        boolean runs = false;
        try {
            runs = settle(tenant, parsed, owners);
        } finally {
            if (!runs && parsed instanceof Outcome.Valid valid) {
                valid.settings().wipe();
            }
        }
    }

    /** Whether the tenant runs with these settings from now on. */
    private boolean settle(TenantId tenant, Outcome parsed, Map<Credential, TenantId> owners) {
        Outcome outcome = parsed;
        if (outcome instanceof Outcome.Valid valid) {
            TenantId owner = owners.putIfAbsent(identity(valid.settings().credential()), tenant);
            if (owner != null && !owner.equals(tenant)) {
                outcome = new Outcome.Invalid(
                        "%s: tenant %s uses the same credential; create one of its own in Greenhouse's Dev Center"
                                .formatted(key(valid.settings().credential()), owner));
            }
        }
        if (outcome.equals(reported.get(tenant))) {
            return false;
        }
        switch (outcome) {
            case Outcome.Valid valid -> run(valid.settings());
            case Outcome.Invalid invalid -> refuse(tenant, invalid.reason());
        }
        reported.put(tenant, outcome);
        return outcome instanceof Outcome.Valid;
    }

    private void run(TenantSettings settings) {
        TenantId tenant = settings.id();
        TenantSettings before = running.get(tenant);
        boolean changed = before != null && !before.equals(settings);
        boolean corrected = reported.get(tenant) instanceof Outcome.Invalid;
        boolean isNew = states.usable(tenant, settings.mode(), changed || corrected, 0, null, null);
        running.put(tenant, settings);
        try {
            if (before == null) {
                changes.fire(new TenantChange.Started(tenant, isNew));
            } else if (changed) {
                changes.fire(new TenantChange.Changed(tenant));
            }
        } catch (RuntimeException e) {
            // nobody schedules it yet: at the next refresh it has to be news again
            running.compute(tenant, (_, _) -> before);
            throw e;
        }
        if (before != null) {
            before.wipe();
        }
    }

    private void refuse(TenantId tenant, String reason) {
        TenantSettings lastGood = running.get(tenant);
        if (lastGood == null) {
            states.invalid(tenant, reason, CORRECT);
        } else {
            String goesOn = "goes on with its last good settings; the newest secret is refused: " + reason;
            states.usable(tenant, lastGood.mode(), false, 0, goesOn, CORRECT);
        }
    }

    private void unread(TenantId tenant, String reason) {
        if (!running.containsKey(tenant)) {
            states.unread(tenant, reason);
            reported.put(tenant, new Outcome.Invalid(reason));
        }
    }

    /** It stops here whatever else fails; who is told of it stays in {@link #reported} until it worked. */
    private void gone(TenantId tenant) {
        Optional.ofNullable(running.remove(tenant)).ifPresent(TenantSettings::wipe);
        reported.putIfAbsent(tenant, new Outcome.Invalid("gone"));
        states.stopped(tenant);
        changes.fire(new TenantChange.Stopped(tenant));
        reported.remove(tenant);
    }

    /**
     * Deletes a tenant while nothing is reconciled, and then knows nothing of it, so that it is new if its secret is seen again.
     *
     * @param purge throws when nothing was deleted
     */
    synchronized void forget(TenantId tenant, Runnable purge) {
        purge.run();
        running.remove(tenant);
        reported.remove(tenant);
        changes.fire(new TenantChange.Stopped(tenant));
    }

    /** One tenant's trouble (the database away, say) leaves the others alone and is tried again at the next refresh. */
    private static void guarded(TenantId tenant, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            Log.warnf("tenant %s could not be reconciled, next refresh tries again: %s", tenant, e.toString());
        }
    }

    private static Credential identity(Credential credential) {
        // the same client with another secret is still one budget and one token
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
