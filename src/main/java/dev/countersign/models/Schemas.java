package dev.countersign.models;

import java.io.IOException;
import java.io.StringReader;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import javax.xml.XMLConstants;
import javax.xml.transform.Source;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import javax.xml.validation.Validator;
import org.xml.sax.ErrorHandler;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/**
 * The schemas of both notations, as the engine has them: it refuses a deployment that is not valid by them, with a message about its own
 * parser. Asked last, of a file that {@link SecureXml} read and in which nothing else was found; they say of the order of elements, and of
 * what an element cannot be without, what the tables of {@link Allowed} do not.
 */
final class Schemas {

    private static final String BPMN = "/org/camunda/bpm/engine/impl/bpmn/parser/BPMN20.xsd";
    private static final String[] DMN = {
        "/org/camunda/bpm/model/dmn/schema/DC.xsd",
        "/org/camunda/bpm/model/dmn/schema/DI.xsd",
        "/org/camunda/bpm/model/dmn/schema/DMNDI13.xsd",
        "/org/camunda/bpm/model/dmn/schema/DMN13.xsd"
    };

    private Schemas() {}

    /** Read late and once: each takes a moment, and any thread may ask it. */
    private static final class Read {
        static final Schema OF_BPMN = schema(BPMN);
        static final Schema OF_DMN = schema(DMN);
    }

    private static Schema schema(String... names) {
        Source[] sources = new Source[names.length];
        for (int i = 0; i < names.length; i++) {
            URL place = Objects.requireNonNull(Schemas.class.getResource(names[i]), names[i]);
            sources[i] = new StreamSource(place.toString());
        }
        try {
            // what is read here comes with the program, and names its parts beside it
            return SchemaFactory.newDefaultInstance().newSchema(sources);
        } catch (SAXException e) {
            throw new IllegalStateException("the schemas that come with the program cannot be read", e);
        }
    }

    /** Adds what the schema says against the file. */
    static void check(String resource, byte[] bytes, Findings findings) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        Validator validator = (resource.endsWith(".dmn") ? Read.OF_DMN : Read.OF_BPMN).newValidator();
        try {
            validator.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
            validator.setProperty(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
            validator.setProperty("http://apache.org/xml/properties/locale", Locale.ENGLISH);
            validator.setErrorHandler(new Told(resource, findings));
            validator.validate(
                    new StreamSource(new StringReader(text.startsWith("\uFEFF") ? text.substring(1) : text)));
        } catch (SAXParseException e) {
            findings.add(ModelRule.SCHEMA, resource, Math.max(0, e.getLineNumber()), sentence(e));
        } catch (SAXException | IOException e) {
            findings.add(ModelRule.SCHEMA, resource, 0, "The file cannot be compared with its schema.");
        }
    }

    /** Without the parser's name of its rule before it. */
    private static String sentence(SAXParseException error) {
        String said = String.valueOf(error.getMessage()).replaceFirst("^[a-zA-Z0-9.-]+: ", "");
        String whole = SecureXml.shortened(said);
        return whole.endsWith(".") ? whole : whole + ".";
    }

    private record Told(String resource, Findings findings) implements ErrorHandler {

        @Override
        public void warning(SAXParseException warning) {}

        @Override
        public void error(SAXParseException error) {
            findings.add(ModelRule.SCHEMA, resource, Math.max(0, error.getLineNumber()), sentence(error));
        }

        @Override
        public void fatalError(SAXParseException error) throws SAXException {
            throw error;
        }
    }
}
