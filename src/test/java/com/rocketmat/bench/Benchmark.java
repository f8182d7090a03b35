package com.rocketmat.bench;

import java.io.PrintStream;
import java.nio.file.Path;

/** Something measured beside its baseline. */
public interface Benchmark {

    /** As {@code -Dbench=} selects it. */
    String name();

    /** Measures, and prints a table. */
    void run(Path build, PrintStream out);
}
