package com.rocketmat.feature.resume;

import com.rocketmat.feature.resume.Reading.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.regex.Pattern;

/** The text of a file, by its content rather than its name. */
final class ResumeText {

    /** Longer texts are cut: this is about a hundred times a usual resume. */
    static final int LONGEST = 100_000;

    /** PDF readers accept files whose header does not start at the first byte. */
    private static final int PDF_HEADER_WITHIN = 1024;

    private static final Pattern BLANKS = Pattern.compile("[\\p{Z}\\t\\p{Cc}&&[^\\n]]+");
    private static final Pattern LINES = Pattern.compile(" ?\\n[ \\n]*");

    private ResumeText() {}

    static Reading of(byte[] file) throws IOException {
        if (starts(file, "{\\rtf")) {
            return clean(RtfText.of(file));
        }
        if (starts(file, "PK\u0003\u0004")) {
            return clean(DocxText.of(file));
        }
        String head = new String(file, 0, Math.min(file.length, PDF_HEADER_WITHIN), StandardCharsets.ISO_8859_1);
        if (head.contains("%PDF-")) {
            return clean(PdfText.of(file));
        }
        return PlainText.of(file).map(ResumeText::clean).orElse(Reading.without(Verdict.OTHER_FORMAT));
    }

    /** Composed characters, one blank between words, one line feed between lines, no other control characters. */
    private static Reading clean(String text) {
        String composed = Normalizer.normalize(text.replace("\r\n", "\n").replace('\r', '\n'), Normalizer.Form.NFC);
        String blanks = BLANKS.matcher(composed).replaceAll(" ");
        String lines = LINES.matcher(blanks).replaceAll("\n").strip();
        return Reading.of(lines.length() <= LONGEST ? lines : cut(lines));
    }

    private static String cut(String text) {
        int end = Character.isHighSurrogate(text.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
        return text.substring(0, end).strip();
    }

    private static boolean starts(byte[] file, String with) {
        byte[] start = with.getBytes(StandardCharsets.ISO_8859_1);
        return file.length >= start.length && Arrays.equals(file, 0, start.length, start, 0, start.length);
    }
}
