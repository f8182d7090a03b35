package com.rocketmat.decision.seal;

import com.rocketmat.tenant.scope.AcrossTenants;
import com.rocketmat.tenant.scope.Sql;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.scope.TenantRows;
import com.rocketmat.tenant.vault.Transit;
import jakarta.persistence.Tuple;
import java.util.List;
import java.util.Optional;

/** The wrapped data keys. A purge deletes the tenant's key, and its values can never be opened again. */
@TenantRows
class DataKeyStore {

    private static final String COLUMNS = "SELECT tenant_id, key_id, wrapped, key_version FROM tenant_data_key";

    private final Sql sql;

    DataKeyStore(Sql sql) {
        this.sql = sql;
    }

    Optional<StoredKey> find(TenantId tenant) {
        return sql.find(COLUMNS + " WHERE tenant_id = ?1", DataKeyStore::key, tenant);
    }

    /** Adds a key unless another replica was first, and returns the stored one. */
    StoredKey add(TenantId tenant, Transit.Wrapped wrapped) {
        sql.update(
                "INSERT INTO tenant_data_key (tenant_id, wrapped, key_version)"
                        + " VALUES (?1, ?2, ?3) ON CONFLICT (tenant_id) DO NOTHING",
                tenant,
                wrapped.text(),
                wrapped.keyVersion());
        return find(tenant).orElseThrow();
    }

    /** The keys of all tenants, one each, ordered by the transit key's version that wrapped them. */
    @AcrossTenants
    List<StoredKey> oldestFirst() {
        return sql.list(COLUMNS + " ORDER BY key_version, tenant_id", DataKeyStore::key);
    }

    /** Does nothing if another replica was first, or the key is gone. */
    void replaceWrapped(TenantId tenant, StoredKey key, Transit.Wrapped latest) {
        sql.update(
                "UPDATE tenant_data_key SET wrapped = ?3, key_version = ?4 WHERE tenant_id = ?1 AND wrapped = ?2",
                tenant,
                key.wrapped(),
                latest.text(),
                latest.keyVersion());
    }

    private static StoredKey key(Tuple row) {
        return new StoredKey(
                row.get(0, String.class), row.get(1, Long.class), row.get(2, String.class), row.get(3, Integer.class));
    }
}
