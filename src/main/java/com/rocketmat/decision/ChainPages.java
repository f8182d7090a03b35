package com.rocketmat.decision;

import com.rocketmat.decision.ChainCheck.Position;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.scope.TenantRows;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.hibernate.Session;

@TenantRows
class ChainPages {

    private static final int PAGE_SIZE = 1_000;
    private static final Position EMPTY = new Position(0, new byte[ChainedRow.DIGEST_BYTES]);

    /**
     * One statement, so that head and rows are of the same moment. Numbers have no gaps, so a page is a range of numbers, whose plan does
     * not depend on PostgreSQL's estimates.
     */
    private static final String READ = """
            SELECT h.number AS head_number, h.digest AS head_digest, h.root_number, h.root_digest,
                   (SELECT min(number) FROM decision WHERE tenant_id = t.tenant) AS lowest,
                   (SELECT max(number) FROM decision WHERE tenant_id = t.tenant) AS highest,
                   d.number, d.at, d.alias, d.job_id, d.kind, d.version, d.value, d.raw, d.reasons, d.mode, d.detail,
                   sha256(d.features) AS features_digest, d.digest,
                   (SELECT k.alias <> CAST(encode(substring(sha256(
                        k.salt || convert_to(coalesce(k.application_id::text, ''), 'UTF8')) FOR 16), 'hex') AS uuid)
                    FROM candidate_key k WHERE k.tenant_id = d.tenant_id AND k.alias = d.alias) AS of_another
            FROM (SELECT ?::text AS tenant) t
            LEFT JOIN decision_head h ON h.tenant_id = t.tenant
            LEFT JOIN decision d ON d.tenant_id = t.tenant AND d.number > ? AND d.number <= ?
            ORDER BY d.number""";

    private final Session session;

    ChainPages(Session session) {
        this.session = session;
    }

    /** @param wrongAlias whether the alias was created for another application than its key says */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Link(ChainedRow row, byte[] digest, boolean wrongAlias) {}

    /**
     * @param root the last row that retention has removed
     * @param head the last row that was written
     * @param upTo highest number that the page may contain
     * @param lowest number of the first row in the table
     * @param highest number of the last row in the table
     */
    record Page(Position root, Position head, List<Link> links, long upTo, long lowest, long highest) {

        boolean isLast() {
            return upTo >= head.number();
        }
    }

    Page read(TenantId tenant, long after) {
        return session.doReturningWork(connection -> read(connection, tenant, after));
    }

    private static Page read(Connection connection, TenantId tenant, long after) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(READ)) {
            query.setString(1, tenant.value());
            query.setLong(2, after);
            query.setLong(3, after + PAGE_SIZE);
            Position root = EMPTY;
            Position head = EMPTY;
            long lowest = Long.MAX_VALUE;
            long highest = 0;
            List<Link> links = new ArrayList<>();
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    if (links.isEmpty() && rows.getBytes("head_digest") != null) {
                        root = new Position(rows.getLong("root_number"), rows.getBytes("root_digest"));
                        head = new Position(rows.getLong("head_number"), rows.getBytes("head_digest"));
                    }
                    if (rows.getObject("lowest") != null) {
                        lowest = rows.getLong("lowest");
                        highest = rows.getLong("highest");
                    }
                    if (rows.getBytes("digest") != null) {
                        links.add(new Link(row(tenant, rows), rows.getBytes("digest"), rows.getBoolean("of_another")));
                    }
                }
            }
            return new Page(root, head, links, after + PAGE_SIZE, lowest, highest);
        }
    }

    private static ChainedRow row(TenantId tenant, ResultSet row) throws SQLException {
        return new ChainedRow(
                tenant.value(),
                row.getLong("number"),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                row.getObject("alias", UUID.class),
                row.getObject("job_id", Long.class),
                row.getString("kind"),
                row.getString("version"),
                row.getBigDecimal("value"),
                row.getObject("raw", Double.class),
                row.getString("reasons"),
                row.getString("mode"),
                row.getString("detail"),
                row.getBytes("features_digest"));
    }
}
