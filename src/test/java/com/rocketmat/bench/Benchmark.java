package com.rocketmat.bench;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** A measurement with its baseline. */
public interface Benchmark {

    String name();

    /** The names of its rows. */
    default Set<String> rows() {
        return Set.of(name());
    }

    /** Measures, prints what does not fit into a row, and returns the rows. */
    List<Row> run(Path build, PrintStream out);
}
