package com.rocketmat.sync;

import java.util.List;

/** Writes one table piece by piece. What has no end yet is not to look like a whole table wherever the format can tell. */
interface TableWriter {

    /** What stands before the rows. */
    byte[] begin();

    /** More rows, each with a cell for every column; may be empty when they are written later. */
    byte[] rows(List<List<Object>> rows);

    /** What is left, and what stands behind the rows. */
    byte[] end();
}
