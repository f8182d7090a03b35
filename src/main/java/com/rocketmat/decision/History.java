package com.rocketmat.decision;

import com.rocketmat.tenant.scope.PerTenant;
import com.rocketmat.tenant.scope.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.Session;

/** What was decided about one application or one candidate. */
@PerTenant
@ApplicationScoped
public class History {

    /** Those of its candidate as a whole too, such as objections. */
    private static final String OF_APPLICATION = """
            WHERE d.tenant_id = ? AND d.alias = ANY (ARRAY(
                SELECT mine.alias FROM candidate_key own
                JOIN candidate_key mine ON mine.tenant_id = own.tenant_id AND mine.candidate_id = own.candidate_id
                WHERE own.tenant_id = ? AND own.application_id = ?
                  AND (mine.application_id = own.application_id OR mine.application_id IS NULL)))
            ORDER BY d.number""";

    private static final String OF_CANDIDATE = """
            WHERE d.tenant_id = ? AND d.alias = ANY (ARRAY(
                SELECT alias FROM candidate_key WHERE tenant_id = ? AND candidate_id = ?))
            ORDER BY d.number""";

    private final Session session;

    History(Session session) {
        this.session = session;
    }

    /** Oldest first; empty after an erasure. */
    @Transactional
    public List<Decision> ofApplication(TenantId tenant, long applicationId) {
        return list(tenant, OF_APPLICATION, applicationId);
    }

    /** Oldest first; empty after an erasure. */
    @Transactional
    public List<Decision> ofCandidate(TenantId tenant, long candidateId) {
        return list(tenant, OF_CANDIDATE, candidateId);
    }

    private List<Decision> list(TenantId tenant, String which, long id) {
        return session.doReturningWork(connection -> {
            try (PreparedStatement query = connection.prepareStatement("SELECT " + Decision.COLUMNS + Decision.FROM + which)) {
                query.setString(1, tenant.value());
                query.setString(2, tenant.value());
                query.setLong(3, id);
                List<Decision> found = new ArrayList<>();
                try (ResultSet rows = query.executeQuery()) {
                    while (rows.next()) {
                        found.add(Decision.of(rows));
                    }
                }
                return found;
            }
        });
    }
}
