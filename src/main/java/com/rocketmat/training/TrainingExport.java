package com.rocketmat.training;

import com.rocketmat.harvest.HarvestException;
import com.rocketmat.table.TableFormat;
import com.rocketmat.table.TableWriter;
import com.rocketmat.tenant.StreamedExport.Piece;
import com.rocketmat.training.TrainingFeatures.Choice;
import com.rocketmat.training.TrainingPreparation.Reading;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;

/** A running export, piece by piece: its header, then the rows as they are read. */
final class TrainingExport {

    private final Reading reading;
    private final UnaryOperator<List<DecidedRow>> shown;
    private final TableWriter writer;
    private boolean begun;
    private final AtomicLong rows = new AtomicLong();

    /** @param shown of some rows, those that may be exported */
    TrainingExport(Reading reading, UnaryOperator<List<DecidedRow>> shown, TableFormat format) {
        this.reading = reading;
        this.shown = shown;
        this.writer = format.write(reading.table().columns());
    }

    Choice choice() {
        return reading.choice();
    }

    long rows() {
        return rows.get();
    }

    /** @throws HarvestException if Greenhouse refuses, or keeps failing */
    Piece next() {
        if (!begun) {
            begun = true;
            return new Piece(writer.header(), false);
        }
        return switch (reading.reader().step()) {
            case DecidedReader.Step.Rest(Duration duration) -> new Piece(new byte[0], false, duration.plusMillis(1));
            case DecidedReader.Step.Rows(List<DecidedRow> read, boolean last) ->
                new Piece(written(shown.apply(read)), last);
        };
    }

    private byte[] written(List<DecidedRow> read) {
        rows.addAndGet(read.size());
        return writer.rows(read.stream()
                .map(row -> reading.table().row(row.application().id(), row.asOf(), row.values(), row.outcome()))
                .toList());
    }
}
