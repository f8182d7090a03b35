package com.rocketmat.model;

import com.rocketmat.tenant.scope.Sql;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.scope.TenantRows;
import java.util.Optional;

/** The cards of versions, in their own table so that lists of versions do not load them; deleted with their version. */
@TenantRows
public class ModelCards {

    private static final String PUT = """
            INSERT INTO model_card (tenant_id, version, format, content) VALUES (?1, ?2, ?3, ?4)
            ON CONFLICT (tenant_id, version) DO UPDATE SET format = EXCLUDED.format, content = EXCLUDED.content""";

    private static final String ADD = """
            INSERT INTO model_card (tenant_id, version, format, content) VALUES (?1, ?2, ?3, ?4)
            ON CONFLICT (tenant_id, version) DO NOTHING""";

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

    /** A card takes the place of the version's former one. */
    void put(TenantId tenant, String version, ModelCard card) {
        sql.update(PUT, tenant, version, card.format().name(), card.content());
    }

    /** The version keeps a card that it has. */
    void add(TenantId tenant, String version, ModelCard card) {
        sql.update(ADD, tenant, version, card.format().name(), card.content());
    }
}
