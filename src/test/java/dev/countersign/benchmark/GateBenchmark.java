package dev.countersign.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.models.LargeModels;
import dev.countersign.models.ModelSet;
import dev.countersign.models.ModelSets;
import dev.countersign.models.Models;
import dev.countersign.models.TestModels;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Map;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;

/** The deployment gate on a process of 200 elements, against reading the same files as XML alone, and on a file that is too large. */
class GateBenchmark {

    private static final int NODES = 200;

    private final Scale scale = Scale.configured();
    private final Models gate = TestModels.gate();

    @Test
    void checksALargeSet() throws Exception {
        ModelSet set = LargeModels.approvalOf(NODES);
        ModelSet oversized = ModelSets.with(set, "processes/extra.bpmn", new byte[10 << 20]);
        assertThat(gate.check(set).findings()).isEmpty();
        assertThat(gate.check(oversized).accepted()).isFalse();

        Interleaved all = Interleaved.measure(
                Scale.WARM_UP,
                scale.rounds(),
                List.of(
                        () -> Round.lasting(scale.round(), () -> gate.check(set)),
                        () -> Round.lasting(scale.round(), () -> parse(set)),
                        () -> Round.lasting(scale.round(), () -> gate.check(oversized))));
        String data = "a set with a process of " + NODES + " flow nodes";
        Results.publish(
                "gate",
                Map.of(),
                List.of(
                        Measure.ratio(
                                "P15",
                                "checking a set of models",
                                "parsing the same files securely",
                                Target.atMost(25),
                                data,
                                all.ratios(0, 1, Round::p50)),
                        Measure.ratio(
                                "P15",
                                "refusing a set with a file of 10 MiB",
                                "checking the set without it",
                                Target.atMost(5),
                                data,
                                all.ratios(2, 0, Round::p50)),
                        new Measure(
                                "P15",
                                "checking a set of models",
                                "",
                                Unit.MILLISECONDS,
                                Target.atMost(500),
                                data,
                                all.of(0, round -> round.p50() / 1e6))));
    }

    private static void parse(ModelSet set) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        for (Map.Entry<String, byte[]> resource : set.resources().entrySet()) {
            if (resource.getKey().endsWith(".bpmn")) {
                factory.newDocumentBuilder().parse(new ByteArrayInputStream(resource.getValue()));
            }
        }
    }
}
