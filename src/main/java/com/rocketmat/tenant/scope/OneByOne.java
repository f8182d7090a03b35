package com.rocketmat.tenant.scope;

import jakarta.persistence.Tuple;
import java.sql.PreparedStatement;
import java.util.List;
import org.hibernate.Session;

/** Deletes rows by key, each with its own statement: a join would search every partition for each row. */
public final class OneByOne {

    private OneByOne() {}

    /**
     * Deletes the rows with these keys.
     *
     * @param delete has a parameter for each column of the key, in the keys' order
     * @return the number of deleted rows
     */
    public static int delete(Session session, String delete, List<Tuple> keys) {
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
        return keys.size();
    }
}
