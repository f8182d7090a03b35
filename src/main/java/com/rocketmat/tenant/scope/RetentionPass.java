package com.rocketmat.tenant.scope;

import jakarta.persistence.Tuple;
import java.sql.PreparedStatement;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.hibernate.Session;

/** Event, fired in one transaction over all tenants: the package that owns the rows deletes the oldest expired ones. */
public final class RetentionPass {

    /** The maximum number per pass: they are locked until the transaction ends. */
    public static final int BATCH = 1_000;

    private final Rows rows;
    private final Instant before;
    private final Session session;
    private long number;
    private boolean more;

    public RetentionPass(Rows rows, Instant before, Session session) {
        this.rows = rows;
        this.before = before;
        this.session = session;
    }

    public enum Rows {
        RUNS,
        SCORES,
        WEBHOOKS,
        AUDIT,
        DECISIONS
    }

    public Rows rows() {
        return rows;
    }

    public Instant before() {
        return before;
    }

    /**
     * Deletes a batch by key, if this pass is for these rows. Each row has its own statement: a join would search every partition for
     * each row.
     *
     * @param old a query for the keys, the oldest first, with {@link #before} as its first parameter
     * @param delete has a parameter for each column of the key, in the keys' order
     */
    public void delete(Rows owned, String old, String delete, Object... more) {
        if (rows == owned) {
            List<Tuple> keys = keys(old, more);
            session.doWork(connection -> {
                try (PreparedStatement statement = connection.prepareStatement(delete)) {
                    for (Tuple key : keys) {
                        Object[] columns = key.toArray();
                        for (int column = 0; column < columns.length; column++) {
                            statement.setObject(column + 1, columns[column]);
                        }
                        statement.addBatch();
                    }
                    statement.executeBatch();
                }
            });
            deleted(keys.size());
        }
    }

    /** With the limit as a literal, which PostgreSQL takes into account when it chooses an index. */
    private List<Tuple> keys(String old, Object... more) {
        Object[] parameters =
                Stream.concat(Stream.of(before), Arrays.stream(more)).toArray();
        return new Sql(session)
                .list(old + " LIMIT %d FOR UPDATE SKIP LOCKED".formatted(BATCH), Tuple.class, parameters);
    }

    public void deleted(long more) {
        number += more;
    }

    /** More rows may be due although the pass is not full. */
    public void goOn() {
        more = true;
    }

    public boolean more() {
        return more || number >= BATCH;
    }

    public long number() {
        return number;
    }
}
