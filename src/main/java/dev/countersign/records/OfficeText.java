package dev.countersign.records;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a document or a workbook of Office Open XML says (ECMA-376), for a search: words in their order, without their looks. */
final class OfficeText {

    /** Of all parts together, for one token can be as long; what unpacks to more is read no further. */
    private static final long MOST_UNPACKED = 16L * 1024 * 1024;

    private static final String SHARED = "xl/sharedStrings.xml";
    private static final XMLInputFactory XML = xml();

    private static final Logger LOG = LoggerFactory.getLogger(OfficeText.class);

    private final StringBuilder text = new StringBuilder();
    private final int most;
    private long unpacked;

    private OfficeText(int most) {
        this.most = most;
    }

    /**
     * @param most characters; the rest is left out
     * @throws IOException if it is no such file
     */
    static String ofDocument(byte[] bytes, int most) throws IOException {
        return of(bytes, most, name -> name.startsWith("word/") && name.endsWith(".xml"));
    }

    /** As {@link #ofDocument}; of a workbook, its texts, and numbers as they are stored. */
    static String ofWorkbook(byte[] bytes, int most) throws IOException {
        return of(
                bytes, most, name -> name.equals(SHARED) || name.startsWith("xl/worksheets/") && name.endsWith(".xml"));
    }

    private static String of(byte[] bytes, int most, Predicate<String> isText) throws IOException {
        OfficeText office = new OfficeText(most);
        try (ZipFile zip = ZipFile.builder()
                .setSeekableByteChannel(new SeekableInMemoryByteChannel(bytes))
                .get()) {
            List<ZipArchiveEntry> parts = Collections.list(zip.getEntries()).stream()
                    .filter(entry -> isText.test(entry.getName()))
                    // texts of a workbook lie behind its sheets, which can be all numbers
                    .sorted(Comparator.comparing(entry -> !entry.getName().equals(SHARED)))
                    .toList();
            for (ZipArchiveEntry part : parts) {
                if (office.isFull()) {
                    break;
                }
                try (InputStream stream = zip.getInputStream(part)) {
                    office.read(stream);
                }
            }
        }
        return office.text.toString();
    }

    private boolean isFull() {
        return text.length() >= most || unpacked >= MOST_UNPACKED;
    }

    /** What a broken part said before it broke counts. */
    private void read(InputStream part) {
        try {
            XMLStreamReader xml = XML.createXMLStreamReader(new Counted(part));
            boolean said = false;
            boolean shared = false;
            while (xml.hasNext() && !isFull()) {
                int event = xml.next();
                if (event == XMLStreamConstants.START_ELEMENT) {
                    String name = xml.getLocalName();
                    if (name.equals("c")) {
                        shared = "s".equals(xml.getAttributeValue(null, "t"));
                    }
                    said = name.equals("t") || name.equals("v") && !shared;
                } else if (event == XMLStreamConstants.END_ELEMENT) {
                    said = false;
                    end(xml.getLocalName());
                } else if (event == XMLStreamConstants.CHARACTERS && said) {
                    text.append(xml.getText());
                }
            }
        } catch (XMLStreamException e) {
            LOG.debug("a part of a file is no XML from there on", e);
        }
        text.append('\n');
    }

    /** A word may be cut into runs; it ends with what is no part of a line. */
    private void end(String element) {
        switch (element) {
            case "p", "tab", "br", "cr", "tc", "si", "c", "is" -> text.append(' ');
            default -> {
                // the line goes on
            }
        }
    }

    private static XMLInputFactory xml() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        return factory;
    }

    /** Ends, as the file would, where too much was unpacked. */
    private final class Counted extends FilterInputStream {

        Counted(InputStream part) {
            super(part);
        }

        @Override
        public int read() throws IOException {
            int one = unpacked < MOST_UNPACKED ? super.read() : -1;
            unpacked += one < 0 ? 0 : 1;
            return one;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            int got = unpacked < MOST_UNPACKED ? super.read(into, from, length) : -1;
            unpacked += Math.max(got, 0);
            return got;
        }
    }
}
