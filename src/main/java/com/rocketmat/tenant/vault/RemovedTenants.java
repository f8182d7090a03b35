package com.rocketmat.tenant.vault;

import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.vault.VaultSecrets.Read;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which tenants' secrets are gone, and whether to believe it. A refusal (403) or timeout never gets here, because it is not a
 * list. But a wrong address, mount, namespace or path also returns a list, empty or with other names, and acting on it would stop
 * every customer at once. So if none of several tenants is listed any more,
 * <ul>
 *   <li>a replica that ran them believes a list with other names (all were renamed), and an empty list if the parent folder still
 * exists: engine, mount and policy have served it so far;
 *   <li>a replica that has just started believes neither, and is not ready: its configuration is newer than the database's, and
 * the old replicas continue meanwhile.
 * </ul>
 * The last remaining tenant counts as removed if the KV engine itself reports an empty folder. Secrets that Vault lists as
 * deleted need no such check.
 */
public final class RemovedTenants {

    private final Map<TenantId, Read> secrets;
    private final Set<TenantId> known;

    public RemovedTenants(Map<TenantId, Read> secrets, Set<TenantId> known) {
        this.secrets = secrets;
        this.known = known;
    }

    public Set<TenantId> tenants() {
        Set<TenantId> gone = new TreeSet<>(known);
        gone.removeIf(tenant -> !(secrets.getOrDefault(tenant, new Read.Absent()) instanceof Read.Absent));
        return gone;
    }

    /** Why the list must not be acted on, or empty; {@code ranThem} if this replica read their secrets from the same place. */
    public Optional<String> doubt(boolean ranThem, TenantFolder folder) {
        if (known.size() < 2 || known.stream().anyMatch(secrets::containsKey)) {
            return Optional.empty();
        }
        if (!ranThem) {
            return Optional.of(
                    ("none of the %d tenants in the database is in %s: check rocketmat.tenants.path, the mount and the"
                                    + " namespace; if all were removed, purge them, or write one of the secrets again")
                            .formatted(known.size(), folder.path()));
        }
        return !secrets.isEmpty() || folder.parentHasEntries()
                ? Optional.empty()
                : Optional.of(
                        ("%s and its parent folder are empty: the %d tenants keep running; if they were removed, write any secret"
                                        + " into the parent folder")
                                .formatted(folder.path(), known.size()));
    }
}
