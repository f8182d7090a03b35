package com.rocketmat.decision;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;

/** Passes rows to a statement column by column, as arrays, so that any number of rows takes one statement. */
record Columns<R>(PreparedStatement statement, List<R> rows) {

    /** @param type the column's type in PostgreSQL */
    void set(int parameter, String type, Function<R, Object> column) throws SQLException {
        IntFunction<Object[]> array = type.equals("bytea") ? byte[][]::new : Object[]::new;
        Object[] values = rows.stream().map(column).toArray(array);
        statement.setArray(parameter, statement.getConnection().createArrayOf(type, values));
    }
}
