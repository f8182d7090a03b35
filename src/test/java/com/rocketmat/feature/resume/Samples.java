package com.rocketmat.feature.resume;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Files as applicants send them, and hostile ones. */
final class Samples {

    private static final int MEGABYTE = 1 << 20;

    private Samples() {}

    interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    static byte[] resource(String name) {
        try (InputStream file = Samples.class.getResourceAsStream("/resumes/" + name)) {
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] rtf(String body) {
        return ("{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0 Arial;}}" + body + "}").getBytes(StandardCharsets.US_ASCII);
    }

    static byte[] docx(String body) {
        return docx("word/document.xml", xml(body));
    }

    static byte[] docx(String part, Content content) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (ZipOutputStream archive = new ZipOutputStream(file)) {
            archive.putNextEntry(new ZipEntry("[Content_Types].xml"));
            archive.write("<Types/>".getBytes(StandardCharsets.UTF_8));
            archive.putNextEntry(new ZipEntry(part));
            content.writeTo(archive);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file.toByteArray();
    }

    static Content xml(String body) {
        return out -> out.write(("<w:document xmlns:w='w' xmlns:mc='mc'><w:body>" + body + "</w:body></w:document>")
                .getBytes(StandardCharsets.UTF_8));
    }

    /** One page, whose content unpacks to this many megabytes. */
    static byte[] pdfOf(String operators, int megabytes) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(packed)) {
            deflater.write("BT /F1 12 Tf ".getBytes(StandardCharsets.US_ASCII));
            repeat(deflater, operators, megabytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return pdf("/FlateDecode", packed.toByteArray(), "[3 0 R]");
    }

    /** Written by hand, without a cross-reference table: readers find the objects. */
    static byte[] pdf(String filter, byte[] content, String kids) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes("""
                %%PDF-1.4
                1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj
                2 0 obj <</Type /Pages /Count 1 /Kids %s>> endobj
                3 0 obj <</Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R
                  /Resources <</Font <</F1 <</Type /Font /Subtype /Type1 /BaseFont /Helvetica>> >> >> >> endobj
                4 0 obj <</Length %d /Filter %s>> stream
                """.formatted(kids, content.length, filter).getBytes(StandardCharsets.US_ASCII));
        file.writeBytes(content);
        file.writeBytes("""

                endstream endobj
                trailer <</Root 1 0 R /Size 5>>
                %%EOF
                """.getBytes(StandardCharsets.US_ASCII));
        return file.toByteArray();
    }

    /** Each node of the page tree contains the next. */
    static byte[] nestedPages(int depth) {
        StringBuilder file = new StringBuilder("%PDF-1.4\n1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj\n");
        for (int node = 2; node < depth; node++) {
            file.append("%d 0 obj <</Type /Pages /Count 1 /Kids [%d 0 R]>> endobj%n".formatted(node, node + 1));
        }
        file.append("trailer <</Root 1 0 R /Size %d>>%n%%%%EOF%n".formatted(depth + 1));
        return file.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static void repeat(OutputStream out, String text, int megabytes) throws IOException {
        byte[] block = text.repeat(MEGABYTE / text.length()).getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < megabytes; i++) {
            out.write(block);
        }
    }
}
