package com.rocketmat.privacy;

import com.rocketmat.audit.Pseudonyms;
import com.rocketmat.problem.Sha256;
import com.rocketmat.tenant.TenantRegistry;
import com.rocketmat.tenant.scope.Sql;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.scope.TenantRows;
import com.rocketmat.tenant.state.TenantPurge;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;

/**
 * Keyed digests that replace the ids of candidates; unkeyed ones could be reversed by trying all ids. Each tenant has its own key, created
 * on first use. A purge deletes it, which makes the digests meaningless.
 *
 * <p>The key's row is also a lock, taken before any other row: shared by transactions that record something about a person, exclusive for
 * those that erase, merge or withhold one. So a record made beside an erasure is either deleted by it or knows of it.
 *
 * <p>After a purge, for which a call may have waited, no key is created and all methods fail with 404.
 */
@TenantRows
public class CandidateDigests implements Pseudonyms {

    private static final int KEY_BYTES = 32;
    private static final String KEY = "SELECT key FROM digest_key WHERE tenant_id = ?1";
    /** Not a share lock: two calls that both update the row later would deadlock. */
    private static final String TENANT = "SELECT tenant_id FROM tenant WHERE tenant_id = ?1 FOR NO KEY UPDATE";

    private static final String INSERT =
            "INSERT INTO digest_key (tenant_id, key) VALUES (?1, ?2) ON CONFLICT (tenant_id) DO NOTHING";

    private final Sql sql;
    private final SecureRandom random = new SecureRandom();

    CandidateDigests(Sql sql) {
        this.sql = sql;
    }

    @Override
    public String of(TenantId tenant, long candidateId) {
        return digest(Sha256.mac(key(tenant, KEY)), candidateId);
    }

    /** Candidates by digest. Until the caller's transaction ends, no other one erases, merges or withholds any. */
    @Transactional(TxType.MANDATORY)
    Map<String, Long> shareLockAndDigest(TenantId tenant, Collection<Long> candidateIds) {
        Mac mac = Sha256.mac(key(tenant, KEY + " FOR SHARE"));
        Map<String, Long> digests = new HashMap<>();
        candidateIds.forEach(candidate -> digests.put(digest(mac, candidate), candidate));
        return digests;
    }

    /** Until the caller's transaction ends, no other one records anything about the tenant's candidates. */
    @Transactional(TxType.MANDATORY)
    void lock(TenantId tenant) {
        key(tenant, KEY + " FOR NO KEY UPDATE");
    }

    void on(@Observes @Priority(TenantPurge.PEOPLE) TenantPurge purge) {
        purge.delete("digest_key");
    }

    private byte[] key(TenantId tenant, String query) {
        return find(tenant, query).orElseGet(() -> {
            if (sql.list(TENANT, String.class, tenant).isEmpty()) {
                throw TenantRegistry.unknown();
            }
            byte[] key = new byte[KEY_BYTES];
            random.nextBytes(key);
            sql.update(INSERT, tenant, key);
            // another transaction may have inserted its own first
            return find(tenant, query).orElseThrow();
        });
    }

    private Optional<byte[]> find(TenantId tenant, String query) {
        return sql.find(query, byte[].class, tenant);
    }

    private static String digest(Mac mac, long candidateId) {
        return HexFormat.of().formatHex(mac.doFinal(Long.toString(candidateId).getBytes(StandardCharsets.US_ASCII)));
    }
}
