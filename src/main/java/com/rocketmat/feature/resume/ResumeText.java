package com.rocketmat.feature.resume;

import com.rocketmat.feature.resume.Reading.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The text of a file, by its content rather than its name. */
final class ResumeText {

    /** Longer texts are cut, as those of all features: this is about a hundred times a usual resume. */
    static final int LONGEST = 100_000;
    /** In UTF-8. */
    static final int MOST_BYTES = 3 * LONGEST;

    /** PDF readers accept files whose header does not start at the first byte. */
    private static final int PDF_HEADER_WITHIN = 1024;

    /** After the byte order mark of UTF-8, as its bytes read here, and blanks. */
    private static final Pattern RTF = Pattern.compile("(?:\u00EF\u00BB\u00BF)?\\s*(\\{\\\\rtf)");
    /** How HTML, XML, MHTML and PostScript begin, which are saved under names of documents too. */
    private static final Pattern MARKUP = Pattern.compile(
            "\\s*(?:<[!?]|<(?:html|head|meta|body|div|table|p)\\b|mime-version:|from: [<\"]saved by|%!ps|\\{\\\\rtf)",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern BLANKS = Pattern.compile("[\\p{Z}\\t\\p{Cc}&&[^\\n]]+");
    private static final Pattern LINES = Pattern.compile(" ?\\n[ \\n]*");

    private ResumeText() {}

    static Reading of(byte[] file) throws IOException {
        String head = new String(file, 0, Math.min(file.length, PDF_HEADER_WITHIN), StandardCharsets.ISO_8859_1);
        Matcher rtf = RTF.matcher(head);
        if (rtf.lookingAt()) {
            return clean(RtfText.of(Arrays.copyOfRange(file, rtf.start(1), file.length)));
        }
        if (head.startsWith("PK\u0003\u0004")) {
            return cleaned(DocxText.of(file));
        }
        if (head.contains("%PDF-")) {
            return clean(PdfText.of(file));
        }
        return cleaned(PlainText.of(file).filter(text -> !MARKUP.matcher(text).lookingAt()));
    }

    private static Reading cleaned(Optional<String> text) {
        return text.map(ResumeText::clean).orElse(Reading.without(Verdict.OTHER_FORMAT));
    }

    /** Composed characters, one blank between words, one line feed between lines, no other control characters. */
    private static Reading clean(String text) {
        String composed = Normalizer.normalize(text.replace("\r\n", "\n").replace('\r', '\n'), Normalizer.Form.NFC);
        String blanks = BLANKS.matcher(composed).replaceAll(" ");
        String lines = LINES.matcher(blanks).replaceAll("\n").strip();
        return Reading.of(lines.substring(0, Math.min(lines.length(), LONGEST)));
    }
}
