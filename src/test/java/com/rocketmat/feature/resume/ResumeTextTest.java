package com.rocketmat.feature.resume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rocketmat.feature.resume.Reading.Verdict;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResumeTextTest {

    private static final String ANA = "Ana Souza\nEngenheira de dados, São Paulo\n";

    @Test
    void readsAPdf() throws IOException {
        assertThat(text(Samples.resource("reportlab.pdf"))).isEqualTo(ANA + """
                2019 – 2026 Nubank: pipelines in Spark & Airflow
                Python 8 years
                Java 3 years""");
    }

    @Test
    void readsAPdfWithALateHeader() throws IOException {
        byte[] pdf = Samples.resource("reportlab.pdf");
        byte[] late = new byte[1000 + pdf.length];
        Arrays.fill(late, (byte) ' ');
        System.arraycopy(pdf, 0, late, 1000, pdf.length);

        assertThat(text(late)).isEqualTo(text(pdf));
    }

    /** RC4 and AES: it is encrypted, but opens without a password. */
    @ParameterizedTest
    @ValueSource(ints = {40, 128, 256})
    void readsAPdfThatIsProtectedOnlyAgainstChanges(int bits) throws IOException {
        byte[] pdf = Samples.resource("reportlab.pdf");
        AccessPermission reading = new AccessPermission();
        reading.setReadOnly();
        StandardProtectionPolicy policy = new StandardProtectionPolicy("the owner's", "", reading);
        policy.setEncryptionKeyLength(bits);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (PDDocument document = Loader.loadPDF(pdf)) {
            document.protect(policy);
            document.save(file);
        }

        assertThat(file.toString(StandardCharsets.ISO_8859_1)).contains("/Encrypt");
        assertThat(text(file.toByteArray())).isEqualTo(text(pdf));
    }

    @Test
    void readsADocx() throws IOException {
        assertThat(text(Samples.resource("python-docx.docx"))).isEqualTo(ANA + """
                2019 – 2026 Nubank: pipelines in Spark & Airflow
                Python
                8 years
                Java
                3 years""");
    }

    @Test
    void readsRtf() throws IOException {
        assertThat(text(Samples.rtf("\\pard Ana Souza\\par Engenheira de dados, S\\'e3o\\~Paulo\\tab \\u8211?\\par")))
                .isEqualTo("Ana Souza\nEngenheira de dados, São Paulo –");
    }

    /** As Word, LibreOffice and TextEdit write it. */
    @ParameterizedTest
    @CsvSource(quoteCharacter = '~', delimiter = '|', textBlock = """
            Developer\\sect\\sectd\\pard Education\\par                                       | Developer Education
            Developer\\page Education                                                         | Developer Education
            Java\\nestcell 5 years\\nestcell{\\*\\nesttableprops\\nestrow}SQL                      | Java 5 years SQL
            {\\*\\pgdsctbl\\n{\\pgdsc0\\pgdscuse451 Default Page Style;}}\\formshade{\\*\\pgdscno0}Ana | Ana
            {\\*\\expandedcolortbl;;\\cssrgb\\c0;}Ana {\\*\\unknown {of} any} Souza                  | Ana Souza
            {\\*\\unknown\\b any}Ana {\\*\\unknown\\par any} Souza                                | Ana Souza
            Skills\\par \\* Java\\par {A\\*B}                                                  | Skills Java AB
            {\\field{\\*\\fldinst HYPERLINK "x"}{\\fldrslt a link}} after                         | a link after
            """)
    void readsTheVisibleTextOfRtf(String body, String expected) throws IOException {
        assertThat(text(Samples.rtf("\\pard " + body)).split("\\s+")).containsExactly(expected.split(" "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\uFEFF", "\r\n", "\uFEFF \n"})
    void readsRtfAfterAByteOrderMarkOrBlanks(String before) throws IOException {
        byte[] rtf = Samples.rtf("\\pard Ana Souza\\par");
        byte[] start = before.getBytes(StandardCharsets.UTF_8);
        byte[] file = Arrays.copyOf(start, start.length + rtf.length);
        System.arraycopy(rtf, 0, file, start.length, rtf.length);

        assertThat(text(file)).isEqualTo("Ana Souza");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16", "windows-1252"})
    void readsPlainTextInCommonEncodings(String charset) throws IOException {
        byte[] file = "São Paulo\r\n\r\n\t• Java".getBytes(Charset.forName(charset));

        assertThat(text(file)).isEqualTo("São Paulo\n• Java");
    }

    @Test
    void removesAByteOrderMark() throws IOException {
        assertThat(text("\uFEFFAna".getBytes(StandardCharsets.UTF_8))).isEqualTo("Ana");
        assertThat(text("\uFEFFAna".getBytes(StandardCharsets.UTF_16LE))).isEqualTo("Ana");
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '~', delimiter = '|', textBlock = """
            <w:p><w:r><w:t>one</w:t><w:tab/><w:t>two</w:t></w:r></w:p>                       | one two
            <w:p><w:r><w:t>non</w:t><w:noBreakHyphen/><w:t>profit</w:t></w:r></w:p>          | non-profit
            <mc:Choice><w:t>a</w:t></mc:Choice><mc:Fallback><w:t>a</w:t><w:noBreakHyphen/></mc:Fallback> | a
            <w:p><w:r><w:t>on</w:t></w:r><w:r><w:t>e &amp; two</w:t></w:r></w:p>             | one & two
            <w:p><w:del><w:r><w:delText>gone</w:delText></w:r></w:del><w:r><w:t>kept</w:t></w:r></w:p> | kept
            <w:p><w:moveFrom><w:r><w:t>moved</w:t></w:r></w:moveFrom><w:r><w:t>kept</w:t></w:r></w:p> | kept
            <w:p><w:t>Manager</w:t><w:ptab/><w:t>2019</w:t></w:p>                           | Manager 2019
            <w:p><w:instrText>PAGE</w:instrText><w:r><w:t>1</w:t></w:r></w:p>                | 1
            <mc:AlternateContent><mc:Choice><w:t>box</w:t></mc:Choice><mc:Fallback><w:x><w:t>box</w:t></w:x></mc:Fallback></mc:AlternateContent><w:t>!</w:t> | box!
            """)
    void readsTheVisibleTextOfADocx(String body, String expected) throws IOException {
        assertThat(text(Samples.docx(body))).isEqualTo(expected);
    }

    @Test
    void separatesATextBoxOfADocxFromTheWordBefore() throws IOException {
        assertThat(text(Samples.docx(
                        "<w:p><w:t>Ana Souza</w:t><w:txbxContent><w:p><w:t>Skills</w:t></w:p></w:txbxContent></w:p>")))
                .isEqualTo("Ana Souza\nSkills");
    }

    @Test
    void readsADocxWithANumberedDocument() throws IOException {
        assertThat(text(Samples.docx("word/document2.xml", Samples.xml("<w:t>one</w:t>"))))
                .isEqualTo("one");
    }

    @Test
    void cutsALongText() throws IOException {
        String longest = "x".repeat(ResumeText.LONGEST);

        assertThat(text((longest + " and more").getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(longest);
    }

    /** The process may be compromised: the service must not keep megabytes for each file of a page. */
    @Test
    void anAnswerMayBeAsLongAsTheLongestText() {
        Reading longest = Reading.of("\u4E2D".repeat(ResumeText.LONGEST));
        Reading longer = Reading.of(longest.text() + "x");

        assertThat(Reading.fromParts(longest.toParts())).isEqualTo(longest);
        assertThat(Reading.fromParts(longer.toParts())).isEqualTo(Reading.without(Verdict.CRASHED));
    }

    @Test
    void composesCharacters() throws IOException {
        assertThat(text("Sa\u0303o".getBytes(StandardCharsets.UTF_8))).isEqualTo("São");
    }

    @Test
    void aScanHasNoText() throws IOException {
        assertThat(verdict(Samples.resource("scan.pdf"))).isEqualTo(Verdict.NO_TEXT);
        assertThat(verdict(" \n\t".getBytes(StandardCharsets.UTF_8))).isEqualTo(Verdict.NO_TEXT);
        assertThat(verdict(new byte[0])).isEqualTo(Verdict.NO_TEXT);
    }

    @Test
    void otherFormatsAreNotText() throws IOException {
        byte[] word97 = {(byte) 0xD0, (byte) 0xCF, 0x11, (byte) 0xE0, (byte) 0xA1, (byte) 0xB1, 0x1A, (byte) 0xE1, 0, 0
        };
        byte[] png = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n', 0, 0, 0, 13};

        assertThat(verdict(word97)).isEqualTo(Verdict.OTHER_FORMAT);
        assertThat(verdict(png)).isEqualTo(Verdict.OTHER_FORMAT);
        assertThat(verdict(Samples.docx("word/other.xml", Samples.xml("")))).isEqualTo(Verdict.OTHER_FORMAT);
    }

    /** As Word, browsers and other programs save documents, under any name. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<html xmlns:o='x'><style>p.MsoNormal{margin:0}</style><p class=MsoNormal>Ana</p></html>",
                "\uFEFF\r\n<!DOCTYPE html><p>Ana</p>",
                "<!-- saved from url -->Ana",
                "<Body bgcolor=white>Ana",
                "<?xml version='1.0'?><?mso-application progid='Word.Document'?><w:wordDocument/>",
                "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\nQW5h",
                "From: <Saved by Blink>\nSnapshot-Content-Location: https://x.example",
                "%!PS-Adobe-3.0\n(Ana) show"
            })
    void markupIsNotText(String file) throws IOException {
        assertThat(verdict(file.getBytes(StandardCharsets.UTF_8))).isEqualTo(Verdict.OTHER_FORMAT);
        assertThat(verdict(("\uFEFF" + file).getBytes(StandardCharsets.UTF_16LE)))
                .isEqualTo(Verdict.OTHER_FORMAT);
    }

    @Test
    void rtfInUtf16IsNotText() throws IOException {
        assertThat(verdict("\uFEFF{\\rtf1 Ana}".getBytes(StandardCharsets.UTF_16LE)))
                .isEqualTo(Verdict.OTHER_FORMAT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"<ana@example.com>", "<Ana>", "< 3 years", "%! done", "Ana, HTML <html>"})
    void textThatResemblesMarkupIsText(String file) throws IOException {
        assertThat(text(file.getBytes(StandardCharsets.UTF_8))).isEqualTo(file);
    }

    /** A bullet of Word, and the end of a DOS file. */
    @Test
    void removesSingleControlCharacters() throws IOException {
        assertThat(text("\u0007 Engineer in São Paulo since 2019\n\u0007 Python, Java and Scala\n\u001A"
                        .getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("Engineer in São Paulo since 2019\nPython, Java and Scala");
        assertThat(verdict(("Engineer, ".repeat(100) + "\0").getBytes(StandardCharsets.UTF_8)))
                .as("a text has no NUL")
                .isEqualTo(Verdict.OTHER_FORMAT);
    }

    @Test
    void failsOnUnreadableFiles() {
        assertThatThrownBy(() -> ResumeText.of(Samples.resource("encrypted.pdf")))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> ResumeText.of("%PDF-1.7 and no more".getBytes(StandardCharsets.US_ASCII)))
                .isInstanceOf(IOException.class);
    }

    /** Neither internal nor external ones. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE d [<!ENTITY a 'xx'><!ENTITY b '&a;&a;'>]><d><t>&b;</t></d>",
                "<!DOCTYPE d [<!ENTITY a SYSTEM 'file:///etc/hostname'>]><d><t>&a;</t></d>"
            })
    void refusesEntitiesInADocx(String xml) {
        byte[] file = Samples.docx("word/document.xml", out -> out.write(xml.getBytes(StandardCharsets.UTF_8)));

        assertThatThrownBy(() -> ResumeText.of(file)).isInstanceOf(IOException.class);
    }

    private static String text(byte[] file) throws IOException {
        return ResumeText.of(file).found().orElseThrow();
    }

    private static Verdict verdict(byte[] file) throws IOException {
        return ResumeText.of(file).verdict();
    }
}
