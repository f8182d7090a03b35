package com.rocketmat.tenant;

import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.settings.CredentialOwners;
import com.rocketmat.tenant.settings.TenantSecret;
import com.rocketmat.tenant.settings.TenantSecret.Outcome;
import com.rocketmat.tenant.settings.TenantSettings;
import com.rocketmat.tenant.vault.SecretVersion;
import com.rocketmat.tenant.vault.VaultSecrets.Read;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.function.Function;

/** Compares the folder of secrets with what runs on this replica. It only compares; the registry acts on the result. */
final class Differences {

    private final Present present;
    private final Map<TenantId, TenantSettings> running;
    private final Function<TenantId, Outcome> lastGood;
    /** If not, a refusal is blamed on Vault, not on the tenant's secret. */
    private final boolean complete;

    private final Map<TenantId, Outcome> outcomes = new TreeMap<>();
    private final Map<TenantId, SecretVersion> versions = new HashMap<>();
    /** The outcomes of tenants whose last valid version claims a credential instead. */
    private final Map<TenantId, Outcome.Invalid> invalid = new HashMap<>();

    private Differences(Present present, Function<TenantId, Outcome> lastGood, boolean complete) {
        this.present = present;
        this.running = new HashMap<>(present.running());
        this.lastGood = lastGood;
        this.complete = complete;
    }

    /** What runs on this replica, and what it has reported to the database. */
    record Present(Map<TenantId, TenantSettings> running, Map<TenantId, Report> reported) {

        Report of(TenantId tenant) {
            return reported.getOrDefault(tenant, Report.NONE);
        }
    }

    /** What was reported about a tenant; if its secret could not be read, {@code version} is the last one that could be, or null. */
    record Report(Outcome outcome, SecretVersion version) {

        private static final Report NONE = new Report(null, null);

        /** A credential that is another tenant's may become free, and a secret readable, without a new version. */
        boolean settled() {
            return outcome instanceof Outcome.Valid || outcome instanceof Outcome.Invalid;
        }
    }

    /**
     * A change of a tenant's secret that this replica has not acted on.
     *
     * @param changed whether it runs with other settings, or with another version of the secret
     * @param now to be reported once it is acted on
     * @param runs the settings with which the tenant runs here or, if its secret is unusable, is to run; null without any
     */
    record Difference(TenantId tenant, boolean changed, Report now, TenantSettings runs) {

        boolean startsHere() {
            return runs == null;
        }
    }

    /**
     * In the order of the tenants' ids. Credentials of tenants that are gone are free for others.
     *
     * @param lastGood the version of a tenant's secret that other replicas may run it with, if this one does not; called if its newest
     *     one is invalid or claims the credential of another tenant, since this replica may have missed it. Unread if the database or
     *     Vault is unavailable; before the first load, a failure of the database is thrown
     * @param ran whether a tenant ran with a version of its secret on any replica; called if several claim one credential
     */
    static List<Difference> between(
            Present present,
            Map<TenantId, Read> secrets,
            Set<TenantId> gone,
            Function<TenantId, Outcome> lastGood,
            BiPredicate<TenantId, SecretVersion> ran) {
        Differences differences =
                new Differences(present, lastGood, trouble(secrets.values()).isEmpty());
        secrets.forEach(differences::add);
        differences.admit(gone, ran);
        return differences.all();
    }

    /**
     * Why the load is incomplete, if it is. It is incomplete while some secrets were not read, and also if no secret in the list could be
     * read: with a policy that allows only listing, the service would become ready with nothing to run.
     */
    static Optional<String> trouble(Collection<Read> secrets) {
        List<String> refusals = secrets.stream()
                .filter(Read.Refused.class::isInstance)
                .map(read -> ((Read.Refused) read).reason())
                .toList();
        return unread(secrets)
                .or(() -> refusals.size() < secrets.size()
                        ? Optional.empty()
                        : refusals.stream().findFirst());
    }

    /** Why some secrets were not read, if Vault was in trouble. */
    static Optional<String> unread(Collection<Read> secrets) {
        return secrets.stream()
                .filter(Read.NoAnswer.class::isInstance)
                .map(read -> ((Read.NoAnswer) read).reason())
                .findFirst();
    }

    private void add(TenantId tenant, Read read) {
        if (read instanceof Read.Found found) {
            Outcome outcome = TenantSecret.parse(tenant, found.secret());
            outcomes.put(tenant, outcome);
            versions.put(tenant, found.version());
            boolean isNew = !present.of(tenant).equals(new Report(outcome, found.version()));
            if (outcome instanceof Outcome.Invalid unusable && isNew) {
                useLastValid(tenant, unusable);
            }
        } else if (read instanceof Read.Refused refused && (complete || !running.containsKey(tenant))) {
            outcomes.put(tenant, new Outcome.Unread(refused.reason()));
            versions.put(tenant, present.of(tenant).version());
        }
    }

    private void useLastValid(TenantId tenant, Outcome.Invalid newest) {
        switch (lastGood.apply(tenant)) {
            case Outcome.Valid valid -> {
                invalid.put(tenant, newest);
                outcomes.put(tenant, valid);
            }
            case Outcome.Unread unread -> outcomes.put(tenant, unread);
            case Outcome.Invalid _, Outcome.CredentialShared _, Outcome.LastValidShared _ -> {}
        }
    }

    private void admit(Set<TenantId> gone, BiPredicate<TenantId, SecretVersion> ran) {
        Map<TenantId, TenantSettings> remaining = new HashMap<>(running);
        remaining.keySet().removeAll(gone);
        new CredentialOwners(
                        remaining,
                        tenant -> invalid.containsKey(tenant) || ran.test(tenant, versions.get(tenant)),
                        this::lastRan)
                .admit(outcomes);
        invalid.forEach((tenant, outcome) -> {
            if (outcomes.get(tenant) instanceof Outcome.CredentialShared shared) {
                // not Invalid, which would stop it on replicas that run it
                outcomes.put(
                        tenant,
                        new Outcome.LastValidShared(
                                outcome.reason() + "; another tenant uses the credential of its last valid version",
                                shared.others()));
            } else {
                running.put(tenant, ((Outcome.Valid) outcomes.get(tenant)).settings());
                outcomes.put(tenant, outcome);
            }
        });
    }

    private Outcome lastRan(TenantId tenant) {
        Outcome elsewhere = lastGood.apply(tenant);
        return elsewhere instanceof Outcome.Invalid && running.containsKey(tenant)
                ? new Outcome.Valid(running.get(tenant))
                : elsewhere;
    }

    private List<Difference> all() {
        List<Difference> all = new ArrayList<>();
        outcomes.forEach((tenant, outcome) -> {
            Report before = present.of(tenant);
            Report now = new Report(outcome, versions.get(tenant));
            // writing the same secret again requests another attempt
            if (!before.equals(now)) {
                TenantSettings runs = running.get(tenant);
                boolean changed = runs != null && !now.equals(new Report(new Outcome.Valid(runs), before.version()));
                all.add(new Difference(tenant, changed, now, runs));
            }
        });
        return all;
    }
}
