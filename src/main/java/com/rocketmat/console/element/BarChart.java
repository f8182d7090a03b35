package com.rocketmat.console.element;

import io.quarkus.qute.TemplateData;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A bar chart with its geometry, in units of the picture; {@code top} is the value at the upper line, the largest one rounded up to an even
 * number, and {@code half} that in the middle.
 */
@TemplateData
public record BarChart(String summary, String top, String half, List<Bar> bars) {

    private static final double WIDTH = 720;
    private static final double TOP = 14;
    private static final double GROUND = 134;
    /** The share of a bar's width that stays free. */
    private static final double GAP = 0.18;

    private static final double WIDEST = 48;
    /** A value above zero is always visible. */
    private static final double FLATTEST = 2;

    /** A column before it is drawn: {@code label} is the value, for the table and the tooltip; {@code tick} may be empty. */
    public record Column(String label, String tick, long value) {}

    @TemplateData
    public record Bar(String label, String tick, String value, String x, String y, String width, String height) {}

    public static BarChart of(String summary, List<Column> columns) {
        long most = columns.stream().mapToLong(Column::value).max().orElse(0);
        long half = Math.max(1, Math.ceilDiv(most, 2));
        double room = WIDTH / columns.size();
        return new BarChart(
                summary,
                Formats.number(2 * half),
                Formats.number(half),
                IntStream.range(0, columns.size())
                        .mapToObj(place -> bar(columns.get(place), place, room, 2 * half))
                        .toList());
    }

    public boolean isEmpty() {
        return bars.stream().allMatch(bar -> bar.value().equals("0"));
    }

    private static Bar bar(Column column, int place, double room, long top) {
        double width = Math.min(WIDEST, room * (1 - GAP));
        double height = column.value() == 0 ? 0 : Math.max(FLATTEST, (GROUND - TOP) * column.value() / top);
        return new Bar(
                column.label(),
                column.tick(),
                Formats.number(column.value()),
                Formats.decimal(room * (place + 0.5) - width / 2),
                Formats.decimal(GROUND - height),
                Formats.decimal(width),
                Formats.decimal(height));
    }
}
