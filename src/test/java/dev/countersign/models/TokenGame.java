package dev.countersign.models;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * The oracle's own reading of a set: plain DOM nodes by id and by process. Shares nothing with the gate: neither its parser, nor its
 * flow, nor its grammar of expressions.
 */
final class TokenGame {

    static final String BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL";
    static final String CAMUNDA = "http://camunda.org/schema/1.0/bpmn";
    private static final Pattern WORD = Pattern.compile("'[^']*'|\"[^\"]*\"|[A-Za-z]\\w*|==|!=|>=|[0-9]+|\\S");

    private static final List<String> KNOWN = List.of("decision", "personDrafted", "nrOfCompletedInstances");

    private final Map<String, Element> processes = new TreeMap<>();
    private final Map<Element, List<Element>> outgoing = new HashMap<>();
    private final Map<Element, Integer> arriving = new HashMap<>();
    private final Map<String, Map<String, Element>> byId = new HashMap<>();

    TokenGame(ModelSet set) {
        set.resources().forEach((name, bytes) -> {
            if (name.endsWith(".bpmn")) {
                read(bytes);
            }
        });
    }

    private void read(byte[] bytes) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setNamespaceAware(true);
            DocumentBuilder builder = factory.newDocumentBuilder();
            Document document = builder.parse(new ByteArrayInputStream(bytes));
            Element process =
                    (Element) document.getElementsByTagNameNS(BPMN, "process").item(0);
            Map<String, Element> ids = new HashMap<>();
            NodeList all = process.getElementsByTagNameNS(BPMN, "*");
            for (int i = 0; i < all.getLength(); i++) {
                Element element = (Element) all.item(i);
                ids.put(element.getAttribute("id"), element);
            }
            processes.put(process.getAttribute("id"), process);
            byId.put(process.getAttribute("id"), ids);
            for (int i = 0; i < all.getLength(); i++) {
                Element flow = (Element) all.item(i);
                if (flow.getLocalName().equals("sequenceFlow")) {
                    outgoing.computeIfAbsent(ids.get(flow.getAttribute("sourceRef")), key -> new ArrayList<>())
                            .add(flow);
                    arriving.merge(ids.get(flow.getAttribute("targetRef")), 1, Integer::sum);
                }
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    Element process(String key) {
        return processes.get(key);
    }

    Map<String, Element> processes() {
        return processes;
    }

    List<Element> outgoing(Element node) {
        return outgoing.getOrDefault(node, List.of());
    }

    int arriving(Element node) {
        return arriving.getOrDefault(node, 0);
    }

    Element target(Element flow) {
        return byId.get(processOf(flow).getAttribute("id")).get(flow.getAttribute("targetRef"));
    }

    Element byId(Element near, String id) {
        return byId.get(processOf(near).getAttribute("id")).get(id);
    }

    static Element processOf(Element element) {
        Element at = element;
        while (!at.getLocalName().equals("process")) {
            at = (Element) at.getParentNode();
        }
        return at;
    }

    /** Direct children of that name. */
    static List<Element> children(Element element, String name) {
        List<Element> children = new ArrayList<>();
        for (org.w3c.dom.Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element child && child.getLocalName().equals(name)) {
                children.add(child);
            }
        }
        return children;
    }

    List<Element> boundaries(Element activity) {
        return children((Element) activity.getParentNode(), "boundaryEvent").stream()
                .filter(event -> event.getAttribute("attachedToRef").equals(activity.getAttribute("id")))
                .toList();
    }

    /**
     * What a condition can be: of comparisons with {@code ==} between one variable and one constant, joined by {@code or}, that hang on
     * known variables alone, one truth; of everything else both. An unknown variable that is known to be missing stops the token: none.
     */
    static List<Boolean> truths(String condition, Map<String, String> known) {
        List<String> words = new ArrayList<>();
        Matcher word =
                WORD.matcher(condition.strip().substring(2, condition.strip().length() - 1));
        while (word.find()) {
            words.add(word.group());
        }
        boolean any = false;
        boolean open = false;
        for (int i = 0; i < words.size(); i += 4) {
            boolean alone = words.size() == 1;
            boolean compares =
                    words.size() >= i + 3 && List.of("==", "!=", ">=").contains(words.get(i + 1));
            if (!alone
                    && (!compares || words.size() > i + 3 && !words.get(i + 3).equals("or"))) {
                return List.of(true, false);
            }
            String name = words.get(i);
            String value = known.get(name);
            if (!KNOWN.contains(name)) {
                open = true;
            } else if (value == null) {
                return List.of();
            } else {
                any |= alone
                        ? value.equals("true")
                        : holds(value, words.get(i + 1), words.get(i + 2).replaceAll("['\"]", ""));
            }
        }
        return open && !any ? List.of(true, false) : List.of(any);
    }

    private static boolean holds(String value, String operator, String constant) {
        return switch (operator) {
            case "==" -> value.equals(constant);
            case "!=" -> !value.equals(constant);
            default -> Integer.parseInt(value) >= Integer.parseInt(constant);
        };
    }
}
