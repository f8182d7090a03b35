package com.rocketmat.tenant;

import com.rocketmat.problem.HttpProblem;
import com.rocketmat.tenant.Differences.Difference;
import com.rocketmat.tenant.Differences.Report;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.scope.TenantUnit;
import com.rocketmat.tenant.settings.TenantSecret;
import com.rocketmat.tenant.settings.TenantSecret.Outcome;
import com.rocketmat.tenant.settings.TenantSettings;
import com.rocketmat.tenant.state.Arrival;
import com.rocketmat.tenant.state.RunPermission;
import com.rocketmat.tenant.state.TenantChange;
import com.rocketmat.tenant.state.TenantStates;
import com.rocketmat.tenant.state.TenantStates.Remark;
import com.rocketmat.tenant.vault.RemovedTenants;
import com.rocketmat.tenant.vault.SecretVersion;
import com.rocketmat.tenant.vault.TenantFolder;
import com.rocketmat.tenant.vault.VaultContact;
import com.rocketmat.tenant.vault.VaultFailure;
import com.rocketmat.tenant.vault.VaultSecrets.Read;
import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** Reconciles the secrets in Vault with the running tenants. Settings are kept only in this process's memory. */
@ApplicationScoped
public class TenantRegistry {

    private static final String CORRECT = "correct the tenant's secret in Vault";
    private static final String FIND_OTHER = CORRECT + "; the log names the other tenant";
    private static final String NEWEST_REFUSED = "the newest secret is refused: ";
    private static final String MAKE_READABLE =
            "check the tenant's secret in Vault, and that the service's policy and token allow reading it";
    private static final Outcome NONE_BEFORE = new Outcome.Invalid("Vault has no version that the tenant ran with");

    private final TenantFolder folder;
    private final TenantStates states;
    private final TenantUnit unit;
    private final Event<TenantChange> changes;
    private final VaultContact contact;
    private final Map<TenantId, TenantSettings> running = new ConcurrentHashMap<>();
    /** What was reported to the database; a failed report is repeated at the next refresh. */
    private final Map<TenantId, Report> reported = new ConcurrentHashMap<>();
    /** What was read before each secret had been read once, which a Vault that limits calls does not allow in one refresh. */
    private final Map<TenantId, Read> firstLoad = new TreeMap<>();
    /** The same for the version that a tenant last ran with, by its number. */
    private final Map<Map.Entry<TenantId, Long>, Read> firstLoadEarlier = new HashMap<>();

    TenantRegistry(
            TenantFolder folder,
            TenantStates states,
            TenantUnit unit,
            Event<TenantChange> changes,
            VaultContact contact) {
        this.folder = folder;
        this.states = states;
        this.unit = unit;
        this.changes = changes;
        this.contact = contact;
    }

    /** The settings to run a tenant with: the newest valid ones, or empty if it does not run on this replica. */
    public Optional<TenantSettings> settings(TenantId tenant) {
        return Optional.ofNullable(running.get(tenant));
    }

    /** The same for a request; throws an HttpProblem with 409 if the tenant does not run. */
    public TenantSettings requireSettings(TenantId tenant) {
        return settings(tenant)
                .orElseThrow(() -> TenantProblems.NOT_RUNNING.problem(
                        "Its secret in Vault is missing or unusable",
                        CORRECT
                                + "; the tenant's reason says what is wrong. A secret that was just written is read within"
                                + " rocketmat.tenants.refresh"));
    }

    public boolean isCurrent(TenantSettings settings) {
        return settings(settings.id()).filter(settings::equals).isPresent();
    }

    /** Whether another replica has read a newer version of the secret, and this one has to leave the tenant to it. */
    public boolean isOutdated(TenantId tenant) {
        return states.lastVersion(tenant)
                .filter(newest -> isOutdated(tenant, newest))
                .isPresent();
    }

    /**
     * Like {@link #isOutdated(TenantId)}, for a caller that knows the newest version. False if this replica's own version is refused or
     * unread: it cannot tell, since the numbers may have restarted.
     */
    public boolean isOutdated(TenantId tenant, long newest) {
        return validVersion(tenant).filter(own -> own < newest).isPresent();
    }

    /** The number of the newest version that this replica has read, if it is valid. */
    private Optional<Integer> validVersion(TenantId tenant) {
        return Optional.ofNullable(reported.get(tenant))
                .filter(report -> report.outcome() instanceof Outcome.Valid)
                .map(report -> report.version().number());
    }

    /** Whether the tenant runs with these settings on this replica, and neither its secret nor the database pauses it. */
    public boolean runs(TenantSettings settings) {
        return !isOutdated(settings.id()) && keepsRunning(settings);
    }

    /**
     * Like {@link #runs}, for work that has begun: a newer version that only another replica has read does not end it, since the settings
     * may be equal.
     */
    public boolean keepsRunning(TenantSettings settings) {
        return isCurrent(settings) && states.permission(settings.id(), settings.mode()) == RunPermission.GRANTED;
    }

    public Map<TenantId, TenantSettings> running() {
        return Map.copyOf(running);
    }

    /** The id of a tenant named in a request, running or not; throws an HttpProblem with 404 if the tenant does not exist. */
    public TenantId require(String id) {
        return TenantId.parse(id)
                .filter(tenant -> states.row(tenant).isPresent())
                .orElseThrow(TenantRegistry::unknown);
    }

    public static HttpProblem unknown() {
        return TenantProblems.UNKNOWN.problem(
                "There is no tenant with this id", "write the tenant's secret to Vault, which creates one");
    }

    void refresh() {
        forgetPurged();
        load().ifPresentOrElse(contact::failed, () -> {
            contact.loaded();
            firstLoad.clear();
            firstLoadEarlier.clear();
        });
    }

    /** Returns why the load is incomplete, if it is. A failure of the database is not Vault's: the scheduler logs it and tries again. */
    private Optional<String> load() {
        Map<TenantId, Read> secrets;
        try {
            secrets = new TreeMap<>(folder.read(versions()));
        } catch (VaultFailure e) {
            return Optional.of(e.getMessage());
        } catch (RuntimeException e) {
            // the client could not be created; a message may quote a secret
            return Optional.of(e.getClass().getSimpleName());
        }
        if (!contact.everLoaded()) {
            addEarlierReads(secrets);
            Optional<String> unread = Differences.unread(secrets.values());
            if (unread.isPresent()) {
                // a secret that is not read yet may be that of a credential's owner
                return unread;
            }
        }
        var removed = new RemovedTenants(secrets, known());
        Optional<String> doubt = removed.doubt(contact.everLoaded(), folder);
        if (doubt.isPresent()) {
            return doubt;
        }
        return reconcile(secrets, removed.tenants()).or(() -> Differences.trouble(secrets.values()));
    }

    private void addEarlierReads(Map<TenantId, Read> secrets) {
        firstLoad.keySet().retainAll(secrets.keySet());
        secrets.forEach((tenant, read) -> {
            if (!(read instanceof Read.NoAnswer || read instanceof Read.Unchanged)) {
                firstLoad.put(tenant, read);
            }
        });
        secrets.replaceAll((tenant, read) -> firstLoad.getOrDefault(tenant, read));
    }

    /** What was read before: the version that need not be read again, or null if the secret must be. */
    private Map<TenantId, SecretVersion> versions() {
        Map<TenantId, SecretVersion> versions = new HashMap<>();
        firstLoad.forEach((tenant, read) ->
                versions.put(tenant, read instanceof Read.Found found ? found.version() : null));
        reported.forEach((tenant, report) -> versions.put(tenant, report.settled() ? report.version() : null));
        return versions;
    }

    private Set<TenantId> known() {
        // on the first refresh also those that stopped while no replica was running
        Set<TenantId> known = new TreeSet<>(contact.everLoaded() ? running.keySet() : states.notStopped());
        known.addAll(reported.keySet());
        return known;
    }

    /** Returns why nothing was done, on a first load that is incomplete. */
    private Optional<String> reconcile(Map<TenantId, Read> secrets, Set<TenantId> gone) {
        firstLoadEarlier.values().removeIf(Read.NoAnswer.class::isInstance);
        var present = new Differences.Present(running, reported);
        List<Difference> differences = Differences.between(present, secrets, gone, this::lastGood, this::ran);
        Optional<String> unread = Differences.unread(firstLoadEarlier.values());
        if (unread.isPresent()) {
            // as in load()
            return unread;
        }
        // first, because a credential they free may already belong to another tenant
        EachTenant.of(gone, Function.identity(), this::stop);
        EachTenant.of(differences, Difference::tenant, this::act);
        return Optional.empty();
    }

    private Read earlier(TenantId tenant, long number) {
        if (contact.everLoaded()) {
            return folder.read(tenant, number);
        }
        // a Vault that is silent would be waited for once for each; the next refresh reads the rest
        Optional<String> unread = Differences.unread(firstLoadEarlier.values());
        return unread.isPresent()
                ? new Read.NoAnswer(unread.get())
                : firstLoadEarlier.computeIfAbsent(Map.entry(tenant, number), _ -> folder.read(tenant, number));
    }

    private boolean ran(TenantId tenant, SecretVersion version) {
        return states.lastVersion(tenant)
                .filter(number -> number == version.number())
                .isPresent();
    }

    /** The version of the secret that the tenant last ran with on any replica, unless this one runs it, or a newer one. */
    private Outcome lastGood(TenantId tenant) {
        Optional<Long> version;
        try {
            version = states.lastVersion(tenant);
        } catch (RuntimeException e) {
            if (!contact.everLoaded()) {
                throw e;
            }
            return new Outcome.Unread("the database is unavailable");
        }
        return version.filter(number ->
                        validVersion(tenant).filter(own -> own >= number).isEmpty())
                .map(number -> switch (earlier(tenant, number)) {
                    case Read.Found found -> TenantSecret.parse(tenant, found.secret());
                    case Read.Refused(String reason) -> new Outcome.Unread(reason);
                    case Read.NoAnswer(String reason) -> new Outcome.Unread(reason);
                    case Read.Absent _, Read.Unchanged _ -> NONE_BEFORE;
                })
                .orElse(NONE_BEFORE);
    }

    private void act(Difference difference) {
        TenantId tenant = difference.tenant();
        TenantSettings runs = difference.runs();
        switch (difference.now().outcome()) {
            case Outcome.Valid(TenantSettings settings) -> run(difference, settings);
            case Outcome.Invalid(String reason) -> {
                refuse(tenant, runs, reason, CORRECT);
                if (runs != null) {
                    // for a tenant that does not run, the state shows it
                    warn(tenant, reason, runs);
                }
            }
            case Outcome.CredentialShared(String reason, String others) -> {
                refuse(tenant, runs, reason, FIND_OTHER);
                warn(tenant, "its credential is also that of " + others, runs);
            }
            case Outcome.LastValidShared(String reason, String others) -> {
                leave(tenant, NEWEST_REFUSED, reason, FIND_OTHER);
                warn(tenant, "%s (%s)".formatted(reason, others), runs);
            }
            case Outcome.Unread(String reason) -> leave(tenant, "its secret cannot be read: ", reason, MAKE_READABLE);
        }
        reported.put(tenant, difference.now());
    }

    private void run(Difference difference, TenantSettings settings) {
        TenantId tenant = difference.tenant();
        long version = difference.now().version().number();
        together(tenant, () -> {
            Arrival arrival = states.usable(tenant, settings.mode(), difference.changed(), version);
            running.put(tenant, settings);
            // the due time may still be from its last slice, an hour later if that was blocked
            if (difference.changed() || arrival == Arrival.CHANGED) {
                changes.fire(new TenantChange.Changed(tenant));
            } else if (difference.startsHere()) {
                changes.fire(new TenantChange.Started(tenant, arrival == Arrival.NEW));
            }
        });
    }

    /** One transaction. If it fails, the tenant is not scheduled: the next refresh must report it again. */
    private void together(TenantId tenant, Runnable work) {
        TenantSettings before = running.get(tenant);
        try {
            unit.run(tenant, work);
        } catch (RuntimeException e) {
            running.compute(tenant, (_, _) -> before);
            throw e;
        }
    }

    /** If there is a last good version, the tenant keeps running with it, or starts with it. */
    private void refuse(TenantId tenant, TenantSettings lastGood, String reason, String remedy) {
        if (lastGood == null) {
            states.invalid(tenant, reason, remedy);
            return;
        }
        together(tenant, () -> {
            states.usesLastValid(tenant, lastGood.mode(), new Remark(NEWEST_REFUSED + reason, remedy));
            TenantSettings before = running.put(tenant, lastGood);
            if (before == null) {
                changes.fire(new TenantChange.Started(tenant, false));
            } else if (!before.equals(lastGood)) {
                changes.fire(new TenantChange.Changed(tenant));
            }
        });
    }

    private static void warn(TenantId tenant, String reason, TenantSettings lastGood) {
        Log.warnf(
                "Refusing the secret of tenant %s: %s; %s",
                tenant, reason, lastGood == null ? "it does not run" : "it keeps its last valid settings");
    }

    /** For a reason that other replicas may not have: the state is left to them. */
    private void leave(TenantId tenant, String trouble, String reason, String remedy) {
        if (running.containsKey(tenant)) {
            states.secretUnused(tenant, trouble + reason, remedy);
        } else {
            states.unread(tenant, reason, remedy);
        }
    }

    /** Stops it here even if the report fails; {@link #reported} keeps it, so that the next refresh reports it again. */
    private void stop(TenantId tenant) {
        running.remove(tenant);
        reported.put(tenant, new Report(new Outcome.Invalid("gone"), null));
        states.stopped(tenant);
        changes.fire(new TenantChange.Stopped(tenant));
        reported.remove(tenant);
    }

    /** A tenant without a row was purged, on any replica. If its secret still exists, or appears again, the tenant is new. */
    private void forgetPurged() {
        Set<TenantId> purged = new TreeSet<>(reported.keySet());
        try {
            purged.removeAll(states.ids());
        } catch (RuntimeException e) {
            Log.debugf("Cannot ask which tenants were purged; the next refresh asks again: %s", e);
            return;
        }
        EachTenant.of(purged, Function.identity(), this::forget);
    }

    private void forget(TenantId tenant) {
        running.remove(tenant);
        changes.fire(new TenantChange.Stopped(tenant));
        reported.remove(tenant);
    }
}
