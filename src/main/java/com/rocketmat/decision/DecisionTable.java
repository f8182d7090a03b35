package com.rocketmat.decision;

import com.rocketmat.table.Column;
import com.rocketmat.table.Json;
import com.rocketmat.table.TableWriter;
import java.util.Arrays;
import java.util.List;

/** The log as a table, with the names of {@link DecisionView}. */
final class DecisionTable {

    static final List<Column> COLUMNS = List.of(
            new Column("id", Column.Type.ID),
            new Column("at", Column.Type.TEXT),
            new Column("alias", Column.Type.TEXT),
            new Column("application", Column.Type.ID),
            new Column("candidate", Column.Type.ID),
            new Column("job", Column.Type.ID),
            new Column("kind", Column.Type.TEXT),
            new Column("version", Column.Type.TEXT),
            new Column("value", Column.Type.NUMBER),
            new Column("raw", Column.Type.NUMBER),
            new Column("reasons", Column.Type.JSON),
            new Column("warning", Column.Type.TEXT),
            new Column("mode", Column.Type.TEXT),
            new Column("detail", Column.Type.TEXT),
            new Column("digest", Column.Type.TEXT));

    private DecisionTable() {}

    static List<Object> row(DecisionView row) {
        return Arrays.asList(
                row.id(),
                TableWriter.exactTime(row.at()),
                row.alias(),
                row.application(),
                row.candidate(),
                row.job(),
                row.kind(),
                row.version(),
                row.value(),
                row.raw(),
                new Json(row.reasons()),
                row.warning(),
                row.mode(),
                row.detail(),
                row.digest());
    }
}
