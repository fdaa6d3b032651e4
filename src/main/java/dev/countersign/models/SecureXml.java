package dev.countersign.models;

import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** Reads XML that nobody vouches for (T23): no document types, no entities, nothing from outside, and bounds on everything. */
final class SecureXml {

    static final int LARGEST = 1 << 20;
    private static final int MOST_ELEMENTS = 20_000;
    private static final int MOST_ATTRIBUTES = 64;
    private static final int DEEPEST = 40;

    private final String resource;
    private final Findings findings;
    private @Nullable Element root;
    private @Nullable Element open;
    private int elements;
    private int depth;

    private SecureXml(String resource, Findings findings) {
        this.resource = resource;
        this.findings = findings;
    }

    /** The root, or nothing and at least one finding. */
    static Optional<Element> read(String resource, byte[] bytes, Findings findings) {
        if (bytes.length > LARGEST) {
            findings.add(ModelRule.SIZE, resource, 0, "The file has more than " + LARGEST + " bytes.");
            return Optional.empty();
        }
        return new SecureXml(resource, findings).read(bytes);
    }

    private Optional<Element> read(byte[] bytes) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            findings.add(ModelRule.ENCODING, resource, 0, "The file's bytes are not UTF-8.");
            return Optional.empty();
        }
        int declaration = Math.max(text.indexOf("<!DOCTYPE"), text.indexOf("<!ENTITY"));
        if (declaration >= 0) {
            int line =
                    Math.max(1, (int) text.substring(0, declaration + 1).lines().count());
            findings.add(ModelRule.DOCUMENT_TYPE, resource, line, "The file declares a document type or an entity.");
            return Optional.empty();
        }
        try {
            return walk(factory()
                    .createXMLStreamReader(new StringReader(text.startsWith("\uFEFF") ? text.substring(1) : text)));
        } catch (XMLStreamException e) {
            int line = e.getLocation() == null ? 0 : Math.max(0, e.getLocation().getLineNumber());
            findings.add(
                    ModelRule.NOT_XML, resource, line, "The file cannot be read as XML from line " + line + " on.");
            return Optional.empty();
        }
    }

    private Optional<Element> walk(XMLStreamReader reader) throws XMLStreamException {
        String encoding = reader.getCharacterEncodingScheme();
        if (encoding != null && !encoding.toLowerCase(Locale.ROOT).equals("utf-8")) {
            findings.add(
                    ModelRule.ENCODING, resource, 1, "The file declares the encoding " + shortened(encoding) + ".");
            return Optional.empty();
        }
        if ("1.1".equals(reader.getVersion())) {
            findings.add(ModelRule.NOT_XML, resource, 1, "The file declares XML 1.1; models are XML 1.0.");
            return Optional.empty();
        }
        int line = 1;
        while (reader.hasNext()) {
            int event = reader.next();
            if (!take(reader, event, line)) {
                return Optional.empty();
            }
            line = reader.getLocation().getLineNumber();
        }
        return Optional.ofNullable(root);
    }

    /** False if reading ends here, with a finding. */
    private boolean take(XMLStreamReader reader, int event, int line) {
        switch (event) {
            case XMLStreamConstants.START_ELEMENT -> {
                return begin(reader, line);
            }
            case XMLStreamConstants.END_ELEMENT -> {
                depth--;
                open = open == null ? null : open.parent();
            }
            case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> {
                if (open != null) {
                    open.text().append(reader.getTextCharacters(), reader.getTextStart(), reader.getTextLength());
                }
            }
            case XMLStreamConstants.PROCESSING_INSTRUCTION ->
                findings.add(
                        ModelRule.INSTRUCTION,
                        resource,
                        line,
                        "There is a processing instruction " + shortened(reader.getPITarget()) + ".");
            case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE, XMLStreamConstants.ENTITY_DECLARATION -> {
                findings.add(ModelRule.DOCUMENT_TYPE, resource, line, "The file declares or uses an entity.");
                return false;
            }
            default -> {}
        }
        return true;
    }

    private boolean begin(XMLStreamReader reader, int line) {
        if (++elements > MOST_ELEMENTS || ++depth > DEEPEST || reader.getAttributeCount() > MOST_ATTRIBUTES) {
            findings.add(
                    ModelRule.NESTING, resource, line, "From line " + line + " on the file goes beyond these bounds.");
            return false;
        }
        Element element = new Element(name(reader.getNamespaceURI(), reader.getLocalName()), line, open);
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            element.attributes()
                    .add(new Element.Attribute(
                            name(reader.getAttributeNamespace(i), reader.getAttributeLocalName(i)),
                            reader.getAttributeValue(i)));
        }
        root = root == null ? element : root;
        open = element;
        return true;
    }

    private static String name(@Nullable String namespace, String local) {
        return Namespaces.name(namespace == null ? "" : namespace, local);
    }

    static String shortened(String text) {
        return text.length() <= 80 ? text : text.substring(0, 79) + "…";
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, true);
        factory.setXMLResolver((publicId, systemId, base, namespace) -> {
            throw new XMLStreamException("a model refers to nothing outside itself");
        });
        return factory;
    }
}
