package com.rocketmat.feature.resume;

import java.io.IOException;
import java.io.StringWriter;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.font.FontMappers;
import org.apache.pdfbox.text.PDFTextStripper;

final class PdfText {

    private static boolean fontSet;

    private PdfText() {}

    static String of(byte[] file) throws IOException {
        // not in a static initialiser: in a native image that runs at build time, and PDFBox must not be initialised
        // then
        if (!fontSet) {
            FontMappers.set(new OneFont());
            fontSet = true;
        }
        try (PDDocument document = Loader.loadPDF(file)) {
            StringWriter text = new StringWriter();
            new PDFTextStripper().writeText(document, text);
            return text.toString();
        }
    }
}
