package dev.countersign.changes;

import java.io.IOException;
import java.io.StringReader;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Attr;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * A BPMN or DMN text as its elements with their facts. Whatever is not known by name is told as it is written, so that nothing differs
 * unsaid; what says nothing of the process is left out: the drawing is told as one fact, and flows are told once, at the path itself.
 */
final class ModelElements {

    static final String DRAWING = "the diagram";
    private static final String OF = "of ";
    private static final Set<String> TWICE = Set.of("incoming", "outgoing");

    private final Map<String, ModelElement> elements = new LinkedHashMap<>();
    private final Map<String, StringBuilder> paths = new TreeMap<>();
    private final Map<String, String> drawing = new TreeMap<>();

    private ModelElements() {}

    /** The id of the element that a fact of the drawing is about; empty for the drawing as a whole. */
    static String drawnId(String fact) {
        return fact.startsWith(OF) ? fact.substring(OF.length()) : "";
    }

    /** By id; empty for what is not XML as it is accepted. */
    static Optional<Map<String, ModelElement>> of(String text) {
        return parsed(text).map(document -> {
            ModelElements read = new ModelElements();
            read.element(document.getDocumentElement(), "");
            return read.finished();
        });
    }

    private Map<String, ModelElement> finished() {
        paths.forEach((source, order) -> {
            ModelElement element = elements.get(source);
            if (element != null && order.indexOf(",") > 0) {
                element.facts().put("order of its paths", order.toString());
            }
        });
        if (!drawing.isEmpty()) {
            elements.put(DRAWING, new ModelElement(DRAWING, drawing));
        }
        return elements;
    }

    private void element(Element element, String parent) {
        String id = element.getAttribute("id");
        if (element.getLocalName().equals("BPMNDiagram")
                || element.getLocalName().equals("DMNDI")) {
            draw(element);
            return;
        }
        String key = id.isEmpty() ? element.getLocalName() : id;
        Map<String, String> facts = new LinkedHashMap<>();
        ModelElement told = new ModelElement(ModelWords.label(element), facts);
        elements.put(elements.containsKey(key) ? key + "#" + elements.size() : key, told);
        attributes(element, "", facts);
        if (!ModelWords.name(element).equals(element.getLocalName())) {
            facts.put("kind", ModelWords.name(element));
        }
        if (!parent.isEmpty()) {
            facts.put("inside", parent);
        }
        if (element.getLocalName().equals("sequenceFlow")) {
            StringBuilder order =
                    paths.computeIfAbsent(element.getAttribute("sourceRef"), source -> new StringBuilder());
            order.append(order.isEmpty() ? "" : ", ").append(key);
        }
        children(element, "", facts, key);
    }

    /** What has no id belongs to what it lies in. */
    private void children(Element element, String path, Map<String, String> facts, String owner) {
        for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (!(node instanceof Element child) || TWICE.contains(child.getLocalName())) {
                continue;
            }
            if (!child.getAttribute("id").isEmpty()
                    || child.getLocalName().equals("BPMNDiagram")
                    || child.getLocalName().equals("DMNDI")) {
                element(child, owner);
                continue;
            }
            String here = path + ModelWords.step(child);
            String text = ownText(child);
            if (!text.isEmpty()) {
                put(facts, ModelWords.fact(here), text);
            }
            attributes(child, here, facts);
            if (text.isEmpty() && child.getAttributes().getLength() == 0 && child.getFirstChild() == null) {
                put(facts, ModelWords.fact(here), "yes");
            }
            children(child, here + " ", facts, owner);
        }
    }

    private static void attributes(Element element, String path, Map<String, String> facts) {
        NamedNodeMap attributes = element.getAttributes();
        for (int i = 0; i < attributes.getLength(); i++) {
            Attr attribute = (Attr) attributes.item(i);
            boolean namespace = XMLConstants.XMLNS_ATTRIBUTE_NS_URI.equals(attribute.getNamespaceURI());
            boolean told = ModelWords.tellsApart(element).equals(attribute.getName());
            if (!namespace && !told && !attribute.getName().equals("id")) {
                put(facts, ModelWords.fact(path + "@" + ModelWords.name(attribute)), attribute.getValue());
            }
        }
    }

    private static void put(Map<String, String> facts, String name, String value) {
        String free = name;
        for (int number = 2; facts.containsKey(free); number++) {
            free = name + " " + number;
        }
        facts.put(free, value);
    }

    private void draw(Element element) {
        String id = element.getAttribute("bpmnElement");
        String about = id.isEmpty() ? element.getLocalName() : OF + id;
        StringBuilder drawn = new StringBuilder();
        values(element, drawn);
        drawn(element, drawn);
        put(drawing, about, drawn.toString().strip());
        for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element child) {
                nested(child);
            }
        }
    }

    private void nested(Element element) {
        if (!element.getAttribute("bpmnElement").isEmpty()) {
            draw(element);
        }
    }

    private static void drawn(Element element, StringBuilder into) {
        for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element child
                    && child.getAttribute("bpmnElement").isEmpty()) {
                into.append(' ').append(child.getLocalName());
                values(child, into);
                drawn(child, into);
            }
        }
    }

    private static void values(Element element, StringBuilder into) {
        NamedNodeMap attributes = element.getAttributes();
        for (int i = 0; i < attributes.getLength(); i++) {
            into.append(' ').append(attributes.item(i).getNodeValue());
        }
    }

    private static String ownText(Element element) {
        StringBuilder text = new StringBuilder();
        for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node.getNodeType() == Node.TEXT_NODE || node.getNodeType() == Node.CDATA_SECTION_NODE) {
                text.append(node.getNodeValue());
            }
        }
        return text.toString().strip();
    }

    private static Optional<Document> parsed(String text) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
            factory.setNamespaceAware(true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            DocumentBuilder builder = factory.newDocumentBuilder();
            // the default one prints what it throws
            builder.setErrorHandler(new DefaultHandler());
            return Optional.of(builder.parse(new InputSource(new StringReader(text))));
        } catch (SAXException e) {
            return Optional.empty();
        } catch (ParserConfigurationException | IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
