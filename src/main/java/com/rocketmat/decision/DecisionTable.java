package com.rocketmat.decision;

import com.rocketmat.table.Column;
import com.rocketmat.table.Column.Type;
import com.rocketmat.table.Json;
import java.util.Arrays;
import java.util.List;

/** The log as a table, with the names of {@link DecisionView}. */
final class DecisionTable {

    static final List<Column> COLUMNS = List.of(
            new Column("id", Type.ID),
            new Column("at", Type.TEXT),
            new Column("alias", Type.TEXT),
            new Column("application", Type.ID),
            new Column("candidate", Type.ID),
            new Column("job", Type.ID),
            new Column("kind", Type.TEXT),
            new Column("version", Type.TEXT),
            new Column("value", Type.NUMBER),
            new Column("raw", Type.NUMBER),
            new Column("reasons", Type.JSON),
            new Column("mode", Type.TEXT),
            new Column("detail", Type.TEXT),
            new Column("digest", Type.TEXT));

    private DecisionTable() {}

    static List<Object> row(DecisionView row) {
        return Arrays.asList(
                row.id(),
                row.at().toString(),
                row.alias(),
                row.application(),
                row.candidate(),
                row.job(),
                row.kind(),
                row.version(),
                row.value(),
                row.raw(),
                new Json(row.reasons()),
                row.mode(),
                row.detail(),
                row.digest());
    }
}
