package com.rocketmat.privacy;

import com.rocketmat.audit.Pseudonyms;
import com.rocketmat.problem.Sha256;
import com.rocketmat.tenant.TenantRegistry;
import com.rocketmat.tenant.scope.Sql;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.scope.TenantRows;
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
 * Digests that stand for candidates where their ids must not. They are keyed, since ids are few enough to try them all; each tenant has
 * a key of its own, which is made at its first use and gone with a purge, and then the digests say nothing to anyone.
 *
 * <p>The row of the key is also the lock between those who record something of a person and those who erase, merge or withhold one:
 * what is recorded beside an erasure is either there before it, and deleted, or knows of it. All of them lock it before other rows.
 *
 * <p>After a purge, for which a call may have waited, there is no key, and none is made: each of them answers 404 then.
 */
@TenantRows
public class CandidateDigests implements Pseudonyms {

    private static final int KEY_BYTES = 32;
    private static final String KEY = "SELECT key FROM digest_key WHERE tenant_id = ?1";
    private static final String ALONE = KEY + " FOR NO KEY UPDATE";
    /** Not shared: two calls that both go on to change the row would wait for each other. */
    private static final String TENANT = "SELECT tenant_id FROM tenant WHERE tenant_id = ?1 FOR NO KEY UPDATE";

    private static final String MAKE =
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

    /** Candidates by their digests. Until the caller's transaction ends, none is erased, merged or withheld by another one. */
    @Transactional(TxType.MANDATORY)
    Map<String, Long> shared(TenantId tenant, Collection<Long> candidateIds) {
        Mac mac = Sha256.mac(key(tenant, KEY + " FOR SHARE"));
        Map<String, Long> digests = new HashMap<>();
        candidateIds.forEach(candidate -> digests.put(digest(mac, candidate), candidate));
        return digests;
    }

    /** The digest of one whose rows the caller's transaction is about to change: no other records anything of the tenant's people. */
    @Transactional(TxType.MANDATORY)
    String alone(TenantId tenant, long candidateId) {
        return digest(Sha256.mac(key(tenant, ALONE)), candidateId);
    }

    /** The same lock, before it is known whose rows they are. */
    @Transactional(TxType.MANDATORY)
    void lock(TenantId tenant) {
        key(tenant, ALONE);
    }

    private byte[] key(TenantId tenant, String query) {
        return find(tenant, query).orElseGet(() -> {
            if (sql.list(TENANT, String.class, tenant).isEmpty()) {
                throw TenantRegistry.unknown();
            }
            byte[] key = new byte[KEY_BYTES];
            random.nextBytes(key);
            sql.update(MAKE, tenant, key);
            // another transaction's, if that was first
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
