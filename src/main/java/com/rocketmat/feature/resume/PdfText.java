package com.rocketmat.feature.resume;

import java.io.IOException;
import java.io.StringWriter;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.font.FontMappers;
import org.apache.pdfbox.text.PDFTextStripper;

final class PdfText {

    static {
        FontMappers.set(new OneFont());
    }

    private PdfText() {}

    static String of(byte[] file) throws IOException {
        try (PDDocument document = Loader.loadPDF(file)) {
            StringWriter text = new StringWriter();
            new PDFTextStripper().writeText(document, text);
            return text.toString();
        }
    }
}
