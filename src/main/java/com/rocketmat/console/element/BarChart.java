package com.rocketmat.console.element;

import io.quarkus.qute.TemplateData;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A bar chart with its geometry, in units of the picture.
 *
 * @param summary a sentence that describes the chart
 * @param most the largest value, at the upper line
 */
@TemplateData
public record BarChart(String summary, String most, List<Bar> bars) {

    private static final double WIDTH = 720;
    private static final double TOP = 14;
    private static final double GROUND = 134;
    /** The share of a bar's width that stays free. */
    private static final double GAP = 0.18;

    private static final double WIDEST = 48;
    /** A value above zero is always visible. */
    private static final double FLATTEST = 2;

    /**
     * A column before it is drawn.
     *
     * @param label the value, for the table and the tooltip
     * @param tick below the ground line, or empty
     */
    public record Column(String label, String tick, long value) {}

    @TemplateData
    public record Bar(
            String label, String tick, String value, String x, String y, String width, String height, String middle) {}

    public static BarChart of(String summary, List<Column> columns) {
        long most = columns.stream().mapToLong(Column::value).max().orElse(0);
        double room = WIDTH / Math.max(1, columns.size());
        return new BarChart(
                summary,
                Formats.number(most),
                IntStream.range(0, columns.size())
                        .mapToObj(place -> bar(columns.get(place), place, room, most))
                        .toList());
    }

    public boolean isEmpty() {
        return bars.stream().allMatch(bar -> bar.value().equals("0"));
    }

    private static Bar bar(Column column, int place, double room, long most) {
        double width = Math.min(WIDEST, room * (1 - GAP));
        double middle = room * (place + 0.5);
        double height =
                column.value() == 0 ? 0 : Math.max(FLATTEST, (GROUND - TOP) * column.value() / Math.max(1, most));
        return new Bar(
                column.label(),
                column.tick(),
                Formats.number(column.value()),
                Formats.decimal(middle - width / 2),
                Formats.decimal(GROUND - height),
                Formats.decimal(width),
                Formats.decimal(height),
                Formats.decimal(middle));
    }
}
