package com.rocketmat.model;

import com.rocketmat.tenant.scope.Sql;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.scope.TenantRows;
import java.util.Optional;

/** The cards of versions, in a table of their own so that lists of versions do not load them. Deleted with their version. */
@TenantRows
public class ModelCards {

    private static final String REPLACE = """
            INSERT INTO model_card (tenant_id, version, format, content) VALUES (?1, ?2, ?3, ?4)
            ON CONFLICT (tenant_id, version) DO UPDATE SET format = EXCLUDED.format, content = EXCLUDED.content""";

    private final Sql sql;

    ModelCards(Sql sql) {
        this.sql = sql;
    }

    public Optional<ModelCard> find(TenantId tenant, String version) {
        return sql.find(
                "SELECT format, content FROM model_card WHERE tenant_id = ?1 AND version = ?2",
                row -> new ModelCard(ModelCard.Format.valueOf(row.get(0, String.class)), row.get(1, String.class)),
                tenant,
                version);
    }

    void replace(TenantId tenant, String version, ModelCard card) {
        sql.update(REPLACE, tenant, version, card.format().name(), card.content());
    }
}
