package dev.countersign.models;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.Requirement;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is no model at all (T23): refused with a number, before anything else looks at it. */
@Requirement("PRC-01")
class BadFilesTest {

    private static final String NAME = "processes/extra.bpmn";

    private final Models models = TestModels.gate();

    static Stream<Arguments> files() {
        String laughs = "<!DOCTYPE a [<!ENTITY a \"ha\">" + entities() + "]><a>&z9;</a>";
        return Stream.of(
                Arguments.of(ModelRule.NOT_XML, text("")),
                Arguments.of(ModelRule.NOT_XML, text("no model")),
                Arguments.of(ModelRule.NOT_XML, text("<a><b></a>")),
                Arguments.of(ModelRule.DOCUMENT_TYPE, text("<a>&nobody;</a>")),
                Arguments.of(ModelRule.NOT_XML, text("<?xml version=\"1.1\"?><a/>")),
                Arguments.of(ModelRule.NOT_XML, new byte[] {'P', 'K', 3, 4, 0, 0}),
                Arguments.of(ModelRule.DOCUMENT_TYPE, text(laughs)),
                Arguments.of(
                        ModelRule.DOCUMENT_TYPE,
                        text("<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>")),
                Arguments.of(ModelRule.DOCUMENT_TYPE, text("<!DOCTYPE a SYSTEM \"http://127.0.0.1:9/steal.dtd\"><a/>")),
                Arguments.of(ModelRule.ENCODING, "<a/>".getBytes(StandardCharsets.UTF_16)),
                Arguments.of(ModelRule.ENCODING, text("<?xml version=\"1.0\" encoding=\"UTF-7\"?><a/>")),
                Arguments.of(ModelRule.SIZE, text("<a>" + "x".repeat(10 << 20) + "</a>")),
                Arguments.of(ModelRule.SIZE, text(" ".repeat((1 << 20) + 1))),
                Arguments.of(ModelRule.NESTING, text("<a>".repeat(41) + "</a>".repeat(41))),
                Arguments.of(ModelRule.NESTING, text("<a>" + "<b/>".repeat(20_000) + "</a>")),
                Arguments.of(ModelRule.NESTING, text("<a " + attributes(65) + "/>")));
    }

    @ParameterizedTest
    @MethodSource("files")
    void isRefusedWithItsRuleAlone(ModelRule rule, byte[] file) {
        Report report = models.check(ModelSets.with(ModelSets.shipped(), NAME, file));

        assertThat(report.findings()).extracting(Finding::rule).containsExactly(rule);
    }

    @Test
    void namesThatAreNotFixedAreRefused() {
        for (String name : new String[] {
            "x.bpmn", "processes/../x.bpmn", "processes/x.zip", "processes/x.cmmn", "/processes/x.bpmn"
        }) {
            assertThat(models.check(ModelSets.with(ModelSets.shipped(), name, "<a/>"))
                            .findings())
                    .as(name)
                    .extracting(Finding::rule)
                    .containsExactly(ModelRule.RESOURCE_NAME);
        }
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String entities() {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < 10; i++) {
            String before = i == 0 ? "&a;" : "&z" + (i - 1) + ";";
            all.append("<!ENTITY z")
                    .append(i)
                    .append(" \"")
                    .append(before.repeat(10))
                    .append("\">");
        }
        return all.toString();
    }

    private static String attributes(int many) {
        String[] names = new String[many];
        Arrays.setAll(names, i -> "a" + i + "=\"\"");
        return String.join(" ", names);
    }
}
