package com.rocketmat.decision.seal;

import com.rocketmat.tenant.scope.PerTenant;
import com.rocketmat.tenant.scope.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.Session;

/** Reads sealed values from the log. */
@PerTenant
@ApplicationScoped
class SealedDecisions {

    private static final String ONE = """
            SELECT d.alias, d.version, d.raw, d.value, k.salt, d.features
            FROM decision d LEFT JOIN candidate_key k ON k.tenant_id = d.tenant_id AND k.alias = d.alias
            WHERE d.tenant_id = ?1 AND d.number = ?2""";

    private final Session session;

    SealedDecisions(Session session) {
        this.session = session;
    }

    @Transactional
    Optional<SealedDecision> find(TenantId tenant, long number) {
        return session
                .createNativeQuery(ONE, Tuple.class)
                .setParameter(1, tenant.value())
                .setParameter(2, number)
                .getResultList()
                .stream()
                .map(row -> new SealedDecision(
                        new SealedRow(tenant, row.get(0, UUID.class), number, row.get(1, String.class)),
                        new Replay.Result(row.get(2, Double.class), row.get(3, BigDecimal.class)),
                        row.get(4, byte[].class),
                        row.get(5, byte[].class)))
                .findFirst();
    }
}
