package com.rocketmat.decision;

/** The lines before and after the rows of an export. */
public interface ExportFrame {

    ExportFrame NONE = new ExportFrame() {};

    default byte[] first() {
        return new byte[0];
    }

    /** Receives all bytes of the file except {@link #last}, in order. */
    default void sent(byte[] bytes) {}

    /** The lines after all rows. An exception aborts the export. */
    default byte[] last() {
        return new byte[0];
    }
}
