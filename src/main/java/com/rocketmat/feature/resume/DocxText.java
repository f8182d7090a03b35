package com.rocketmat.feature.resume;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Word's format since 2007: paragraphs and tables, without headers and footers. */
final class DocxText {

    /** Some writers add a number to the name. */
    private static final Pattern DOCUMENT = Pattern.compile("word/document\\d*\\.xml");

    private DocxText() {}

    /** Empty for other kinds of archives. */
    static Optional<String> of(byte[] file) throws IOException {
        try (ZipInputStream archive = new ZipInputStream(new ByteArrayInputStream(file))) {
            for (ZipEntry entry = archive.getNextEntry(); entry != null; entry = archive.getNextEntry()) {
                if (DOCUMENT.matcher(entry.getName()).matches()) {
                    return Optional.of(text(reader(archive)));
                }
            }
            return Optional.empty();
        } catch (XMLStreamException e) {
            throw new IOException(e);
        }
    }

    private static XMLStreamReader reader(ZipInputStream document) throws XMLStreamException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        // no entity expansion, no external entities
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        return factory.createXMLStreamReader(document);
    }

    /** Stops at a limit, because a part may unpack to any size. */
    private static String text(XMLStreamReader xml) throws XMLStreamException {
        StringBuilder text = new StringBuilder();
        boolean isText = false;
        int skipped = 0;
        while (xml.hasNext() && text.length() <= 2 * ResumeText.LONGEST) {
            switch (xml.next()) {
                case XMLStreamReader.START_ELEMENT -> {
                    String name = xml.getLocalName();
                    isText = name.equals("t");
                    // a copy of a text box for older versions of Word, and the former place of a moved text
                    skipped += skipped > 0 || name.equals("Fallback") || name.equals("moveFrom") ? 1 : 0;
                    text.append(skipped == 0 ? between(name) : "");
                }
                case XMLStreamReader.END_ELEMENT -> {
                    isText = false;
                    skipped -= skipped > 0 ? 1 : 0;
                    text.append(xml.getLocalName().equals("p") ? "\n" : "");
                }
                case XMLStreamReader.CHARACTERS, XMLStreamReader.CDATA -> {
                    if (isText && skipped == 0) {
                        text.append(xml.getText());
                    }
                }
                default -> {}
            }
        }
        return text.toString();
    }

    private static String between(String element) {
        return switch (element) {
            case "tab", "ptab" -> " ";
            // a text box is a paragraph within another one's text
            case "br", "cr", "p" -> "\n";
            case "noBreakHyphen" -> "-";
            default -> "";
        };
    }
}
