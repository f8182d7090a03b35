package com.rocketmat.decision;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;

/** Rows for a statement that takes each column as an array, so that it is one statement however many there are. */
record Columns<R>(PreparedStatement statement, List<R> rows) {

    /** @param type PostgreSQL's name of the column's type */
    void set(int parameter, String type, Function<R, Object> column) throws SQLException {
        IntFunction<Object[]> array = type.equals("bytea") ? byte[][]::new : Object[]::new;
        Object[] values = rows.stream().map(column).toArray(array);
        statement.setArray(parameter, statement.getConnection().createArrayOf(type, values));
    }
}
