package com.rocketmat.decision;

/** Lines that an export has before and after its rows. */
public interface ExportFrame {

    ExportFrame NONE = new ExportFrame() {
        @Override
        public byte[] first() {
            return new byte[0];
        }

        @Override
        public void sent(byte[] bytes) {}

        @Override
        public byte[] last() {
            return new byte[0];
        }
    };

    byte[] first();

    /** The next bytes of the file, the first lines among them. */
    void sent(byte[] bytes);

    /** After all rows. An exception aborts the export. */
    byte[] last();
}
