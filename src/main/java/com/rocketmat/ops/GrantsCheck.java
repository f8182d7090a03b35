package com.rocketmat.ops;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * Refuses to start with a database role that lacks rights on the service's tables: a role that does not own them gets them by default
 * privileges, which hold only for tables that are created later.
 */
@ApplicationScoped
class GrantsCheck {

    /** All but Flyway's. A partition is used through its table. */
    static final String TABLES = """
            audit_entry candidate_key console_session decision decision_head digest_key erased_candidate harvest_budget kill_switch lease \
            model_card model_file model_version objection reconciliation replica run scheduled_tasks score sync_position tenant \
            tenant_data_key training training_task wanted_application webhook_count webhook_event write_proof""";

    private static final String RIGHTS = "SELECT, INSERT, UPDATE, DELETE";

    /** A table that exists, but is not even seen by the role, has no privileges either. One that is missing is no matter of rights. */
    private static final String MISSING = """
            SELECT string_agg(rights || ' on ' || tables, '; '), quote_ident(current_user), quote_ident(coalesce(current_schema(), 'public')),
                   coalesce((SELECT quote_ident(pg_get_userbyid(relowner)) FROM pg_class WHERE oid = to_regclass('tenant')), '<owner>')
            FROM (SELECT rights, string_agg(name, ', ' ORDER BY name) AS tables
                  FROM (SELECT name, string_agg(need, ', ' ORDER BY place) AS rights
                        FROM unnest(string_to_array(?, ' ')) AS name,
                             unnest(string_to_array(?, ', ')) WITH ORDINALITY AS needs (need, place)
                        WHERE EXISTS (SELECT FROM pg_class WHERE relname = name AND relkind IN ('r', 'p'))
                          AND has_table_privilege(to_regclass(name), need) IS NOT TRUE GROUP BY name) AS by_table
                  GROUP BY rights ORDER BY rights) AS by_rights""";

    private final DataSource database;

    GrantsCheck(DataSource database) {
        this.database = database;
    }

    void check(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent start) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement query = connection.prepareStatement(MISSING)) {
            query.setString(1, TABLES);
            query.setString(2, RIGHTS);
            try (ResultSet row = query.executeQuery()) {
                row.next();
                String missing = row.getString(1);
                if (missing != null) {
                    throw new UnusableDatabase(reason(missing, row.getString(2), row.getString(3), row.getString(4)));
                }
            }
        }
    }

    private static String reason(String missing, String role, String schema, String owner) {
        return """
                the service's database role %1$s lacks rights on the service's tables: %2$s; the owner of the tables gives them with \
                GRANT USAGE ON SCHEMA %3$s TO %1$s; GRANT %5$s ON ALL TABLES IN SCHEMA %3$s TO %1$s; \
                and those on tables of later releases with ALTER DEFAULT PRIVILEGES FOR ROLE %4$s GRANT %5$s ON TABLES TO %1$s;""".formatted(role, missing, schema, owner, RIGHTS);
    }
}
