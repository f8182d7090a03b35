package com.rocketmat.training;

import com.rocketmat.harvest.HarvestException;
import com.rocketmat.table.TableFormat;
import com.rocketmat.table.TableWriter;
import com.rocketmat.tenant.StreamedExport.Piece;
import com.rocketmat.training.DecidedReader.Step;
import com.rocketmat.training.TrainingFeatures.Choice;
import com.rocketmat.training.TrainingPreparation.Reading;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;

/** A running export, in pieces: its header, then the rows as they are read. */
final class TrainingExport {

    private final Reading reading;
    private final UnaryOperator<List<DecidedRow>> filter;
    private final TableWriter writer;
    private boolean headerWritten;
    private final AtomicLong rows = new AtomicLong();

    /** @param filter removes the rows that must not be exported */
    TrainingExport(Reading reading, UnaryOperator<List<DecidedRow>> filter, TableFormat format) {
        this.reading = reading;
        this.filter = filter;
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
        if (!headerWritten) {
            headerWritten = true;
            return new Piece(writer.header(), false);
        }
        return switch (reading.reader().step()) {
            case Step.Wait(Duration duration) -> new Piece(new byte[0], false, duration.plusMillis(1));
            case Step.Rows(List<DecidedRow> read) -> new Piece(write(filter.apply(read)), false);
            case Step.Done _ -> new Piece(new byte[0], true);
        };
    }

    private byte[] write(List<DecidedRow> read) {
        rows.addAndGet(read.size());
        return writer.rows(read.stream()
                .map(row -> reading.table().row(row.application().id(), row.asOf(), row.values(), row.outcome()))
                .toList());
    }
}
