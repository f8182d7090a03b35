package com.rocketmat.feature.resume;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Word's format since 2007: the paragraphs and tables of the document, without headers and footers. */
final class DocxText {

    /** Some writers number it. */
    private static final Pattern DOCUMENT = Pattern.compile("word/document\\d*\\.xml");

    private DocxText() {}

    /** @throws IOException when it is another kind of archive, too */
    static String of(byte[] file) throws IOException {
        try (ZipInputStream archive = new ZipInputStream(new ByteArrayInputStream(file))) {
            for (ZipEntry entry = archive.getNextEntry(); entry != null; entry = archive.getNextEntry()) {
                if (DOCUMENT.matcher(entry.getName()).matches()) {
                    return text(reader(archive));
                }
            }
            throw new IOException("no document of Word's");
        } catch (XMLStreamException e) {
            throw new IOException(e);
        }
    }

    private static XMLStreamReader reader(ZipInputStream document) throws XMLStreamException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        // no entity that grows, and none that is fetched from elsewhere
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        return factory.createXMLStreamReader(document);
    }

    /** What is enough is not read on: a part may unpack to any size. */
    private static String text(XMLStreamReader xml) throws XMLStreamException {
        StringBuilder text = new StringBuilder();
        boolean written = false;
        int instead = 0;
        while (xml.hasNext() && text.length() <= 2 * ResumeText.LONGEST) {
            switch (xml.next()) {
                case XMLStreamReader.START_ELEMENT -> {
                    String name = xml.getLocalName();
                    written = name.equals("t");
                    // of a text box, once more for older versions of Word
                    instead += instead > 0 || name.equals("Fallback") ? 1 : 0;
                    text.append(between(name));
                }
                case XMLStreamReader.END_ELEMENT -> {
                    written = false;
                    instead -= instead > 0 ? 1 : 0;
                    text.append(xml.getLocalName().equals("p") ? "\n" : "");
                }
                case XMLStreamReader.CHARACTERS, XMLStreamReader.CDATA -> {
                    if (written && instead == 0) {
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
            case "tab" -> " ";
            case "br", "cr" -> "\n";
            default -> "";
        };
    }
}
