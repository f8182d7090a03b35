package com.rocketmat.tenant.vault;

import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.vault.VaultSecrets.Read;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which tenants' secrets are gone, and whether to believe it. A refusal (403) or silence never gets here: it is no list. But an
 * address, mount, namespace or path that is not the right one any more answers with a list too, an empty one or of others, and
 * acting on it would stop every customer at once. So when of several tenants not one is named any more,
 * <ul>
 *   <li>a replica that ran them believes a list that names others (all were renamed), and believes that there is nothing when the
 *       folder above is still there: the engine, the mount and the policy are those that served it so far;
 *   <li>a replica that has just started believes neither, and is not ready: its configuration is newer than what the database knows,
 *       and the old replicas go on meanwhile.
 * </ul>
 * The last tenant of all is believed to be gone when the KV engine itself says that its folder is empty. Secrets that Vault still
 * names but calls deleted prove themselves.
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

    /**
     * Why the list is not to be acted on, or empty when it is.
     *
     * @param ranThem whether this replica got their secrets from the same place
     */
    public Optional<String> doubt(boolean ranThem, TenantFolder folder) {
        if (known.size() < 2 || known.stream().anyMatch(secrets::containsKey)) {
            return Optional.empty();
        }
        if (!ranThem) {
            return Optional.of(
                    ("none of the %d tenants that the database knows is in %s: check rocketmat.tenants.path, the mount and the"
                                    + " namespace; if all were removed, purge them, or write one of the secrets again")
                            .formatted(known.size(), folder.path()));
        }
        return !secrets.isEmpty() || folder.parentAnswers()
                ? Optional.empty()
                : Optional.of(
                        ("%s is empty, and so is the folder above it: the %d tenants go on; if they were removed, write any secret"
                                        + " into the folder above")
                                .formatted(folder.path(), known.size()));
    }
}
