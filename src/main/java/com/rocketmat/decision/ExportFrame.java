package com.rocketmat.decision;

/** Lines that an export has before and after its rows. */
public interface ExportFrame {

    ExportFrame NONE = new ExportFrame() {};

    default byte[] first() {
        return new byte[0];
    }

    /** The next bytes of the file, the first lines among them. */
    default void sent(byte[] bytes) {}

    /** After all rows. An exception aborts the export. */
    default byte[] last() {
        return new byte[0];
    }
}
