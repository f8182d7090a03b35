package com.rocketmat.training;

import com.rocketmat.harvest.HarvestException;
import com.rocketmat.table.TableFormat;
import com.rocketmat.table.TableWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;

/** A running export, step by step: its header, then the rows as they are read. */
final class TrainingExport {

    private final DecidedReader reader;
    private final UnaryOperator<List<DecidedRow>> shown;
    private final TrainingTable table;
    private final TableWriter writer;
    private boolean begun;
    private final AtomicLong rows = new AtomicLong();

    /** @param shown of some rows, those that may be exported */
    TrainingExport(
            DecidedReader reader, UnaryOperator<List<DecidedRow>> shown, TrainingTable table, TableFormat format) {
        this.reader = reader;
        this.shown = shown;
        this.table = table;
        this.writer = format.write(table.columns());
    }

    /** The result of a step. */
    sealed interface Step {

        /** A part of the file, possibly empty. */
        @SuppressWarnings("ArrayRecordComponent") // never compared
        record Piece(byte[] bytes, boolean last) implements Step {}

        /** Nothing can be done before this is over. */
        record Rest(Duration duration) implements Step {}
    }

    /** Number of rows so far. */
    long rows() {
        return rows.get();
    }

    /** @throws HarvestException if Greenhouse refuses, or keeps failing */
    Step step() {
        if (!begun) {
            begun = true;
            return new Step.Piece(writer.header(), false);
        }
        return switch (reader.step()) {
            case DecidedReader.Step.Rest(Duration duration) -> new Step.Rest(duration);
            case DecidedReader.Step.Rows(List<DecidedRow> read, boolean last) ->
                new Step.Piece(written(shown.apply(read)), last);
        };
    }

    private byte[] written(List<DecidedRow> read) {
        if (read.isEmpty()) {
            return new byte[0];
        }
        rows.addAndGet(read.size());
        return writer.rows(read.stream()
                .map(row -> table.row(row.application().id(), row.asOf(), row.values(), row.outcome()))
                .toList());
    }
}
