package com.rocketmat.console.element;

import io.quarkus.qute.TemplateData;
import java.util.List;
import java.util.stream.IntStream;

/** A bar chart in units of the SVG; {@code top} is the value at the upper line, rounded up to an even number, {@code half} the one in the middle. */
@TemplateData
public record BarChart(String summary, String top, String half, List<Bar> bars) {

    private static final double WIDTH = 720;
    private static final double TOP = 14;
    private static final double GROUND = 134;
    /** Share of a column's width between bars. */
    private static final double GAP = 0.18;

    private static final double MAX_WIDTH = 48;
    /** Keeps small values visible. */
    private static final double MIN_HEIGHT = 2;

    /** {@code label} is for the table and the tooltip; {@code tick} labels the axis and may be empty. */
    public record Column(String label, String tick, long value) {}

    @TemplateData
    public record Bar(String label, String tick, String value, String x, String y, String width, String height) {}

    public static BarChart of(String summary, List<Column> columns) {
        long max = columns.stream().mapToLong(Column::value).max().orElse(0);
        long half = Math.max(1, Math.ceilDiv(max, 2));
        double columnWidth = WIDTH / columns.size();
        return new BarChart(
                summary,
                Formats.number(2 * half),
                Formats.number(half),
                IntStream.range(0, columns.size())
                        .mapToObj(index -> bar(columns.get(index), index, columnWidth, 2 * half))
                        .toList());
    }

    public boolean isEmpty() {
        return bars.stream().allMatch(bar -> bar.value().equals("0"));
    }

    private static Bar bar(Column column, int index, double columnWidth, long top) {
        double width = Math.min(MAX_WIDTH, columnWidth * (1 - GAP));
        double height = column.value() == 0 ? 0 : Math.max(MIN_HEIGHT, (GROUND - TOP) * column.value() / top);
        return new Bar(
                column.label(),
                column.tick(),
                Formats.number(column.value()),
                Formats.decimal(columnWidth * (index + 0.5) - width / 2),
                Formats.decimal(GROUND - height),
                Formats.decimal(width),
                Formats.decimal(height));
    }
}
