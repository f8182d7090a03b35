package com.rocketmat.bench;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * A measurement with its baseline.
 *
 * @param rows their names
 * @param measure prints what does not fit into a row
 */
record Benchmark(String name, BiFunction<Path, PrintStream, List<Row>> measure, Set<String> rows) {

    /** Without names of rows, its only row has its own name. */
    static Benchmark of(String name, BiFunction<Path, PrintStream, List<Row>> measure, String... rows) {
        return new Benchmark(name, measure, rows.length == 0 ? Set.of(name) : Set.of(rows));
    }
}
