package com.rocketmat.bench;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Something measured beside its baseline. */
public interface Benchmark {

    String name();

    /** The names of the rows that it gives. */
    default Set<String> rows() {
        return Set.of(name());
    }

    /** Measures, prints what does not fit into a row, and gives the rows. */
    List<Row> run(Path build, PrintStream out);
}
