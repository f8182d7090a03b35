package com.rocketmat.decision;

import com.rocketmat.decision.ChainCheck.Place;
import com.rocketmat.tenant.scope.Sql;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.scope.TenantRows;
import jakarta.persistence.Tuple;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

@TenantRows
class ChainPages {

    /** Rows that a page has at most; one of fewer is the last. */
    static final int SIZE = 1_000;

    /** Head and rows in one statement, which sees both as they were at one moment; a row of nulls where there is no decision. */
    private static final String READ = """
            SELECT h.number AS head_number, h.digest AS head_digest, h.root_number, h.root_digest,
                   d.number, d.at, d.alias, d.job_id, d.kind, d.version, d.value, d.raw, d.reasons, d.mode, d.detail, d.features, d.digest,
                   (SELECT k.alias <> CAST(encode(substring(sha256(
                        k.salt || convert_to(coalesce(k.application_id::text, ''), 'UTF8')) FOR 16), 'hex') AS uuid)
                    FROM candidate_key k WHERE k.tenant_id = t.tenant AND k.alias = d.alias) AS of_another
            FROM (SELECT CAST(?1 AS text) AS tenant) t
            LEFT JOIN decision_head h ON h.tenant_id = t.tenant
            LEFT JOIN LATERAL (
                SELECT * FROM decision WHERE tenant_id = t.tenant AND number > ?2 ORDER BY number LIMIT ?3) d ON true
            ORDER BY d.number""";

    private final Sql sql;

    ChainPages(Sql sql) {
        this.sql = sql;
    }

    /** @param ofAnother whether its alias was made for another application than it stands for */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Link(ChainedRow row, byte[] digest, boolean ofAnother) {}

    /**
     * @param root the last row that retention has removed
     * @param head the last row that was written
     * @param links in the order of their numbers
     */
    record Page(Place root, Place head, List<Link> links) {}

    Page read(TenantId tenant, long after) {
        List<Tuple> rows = sql.list(READ, Tuple.class, tenant, after, SIZE);
        return new Page(
                place(rows.getFirst(), "root_number", "root_digest"),
                place(rows.getFirst(), "head_number", "head_digest"),
                rows.stream()
                        .filter(row -> row.get("number") != null)
                        .map(row -> link(tenant, row))
                        .toList());
    }

    private static Place place(Tuple row, String number, String digest) {
        return Optional.ofNullable(row.get(number, Long.class))
                .map(last -> new Place(last, row.get(digest, byte[].class)))
                .orElse(Place.BEFORE_ALL);
    }

    private static Link link(TenantId tenant, Tuple row) {
        return new Link(
                new ChainedRow(
                        tenant.value(),
                        row.get("number", Long.class),
                        row.get("at", Instant.class),
                        row.get("alias", UUID.class),
                        row.get("job_id", Long.class),
                        row.get("kind", String.class),
                        row.get("version", String.class),
                        row.get("value", BigDecimal.class),
                        row.get("raw", Double.class),
                        row.get("reasons", String.class),
                        row.get("mode", String.class),
                        row.get("detail", String.class),
                        row.get("features", byte[].class)),
                row.get("digest", byte[].class),
                Boolean.TRUE.equals(row.get("of_another", Boolean.class)));
    }
}
