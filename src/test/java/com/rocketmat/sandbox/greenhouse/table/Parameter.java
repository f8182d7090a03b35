package com.rocketmat.sandbox.greenhouse.table;

import java.util.List;

/** A query parameter of a list, with its type of value. */
public record Parameter(String name, Kind kind, List<String> choices) {
    public enum Kind {
        IDS,
        TEXTS,
        TIME,
        INTEGER,
        BOOLEAN,
        CHOICE,
        TEXT
    }

    static Parameter parse(String text) {
        int equals = text.indexOf('=');
        if (equals > 0) {
            return new Parameter(
                    text.substring(0, equals),
                    Kind.CHOICE,
                    List.of(text.substring(equals + 1).split("\\|")));
        }
        String name = text.replaceFirst("[!#]$", "");
        return new Parameter(name, kind(text), List.of());
    }

    private static Kind kind(String text) {
        if (text.equals("employee_ids")) {
            return Kind.TEXTS; // an employee's id is the customer's own text
        }
        if (text.endsWith("ids")) {
            return Kind.IDS;
        }
        if (text.endsWith("_at")) {
            return Kind.TIME;
        }
        return text.endsWith("#") ? Kind.INTEGER : text.endsWith("!") ? Kind.BOOLEAN : Kind.TEXT;
    }
}
