package dev.countersign.workflow;

import dev.countersign.changes.ModelTexts;
import dev.countersign.changes.ProcessModels;
import dev.countersign.ledger.Refusal.InputError;
import dev.countersign.models.Finding;
import dev.countersign.models.ModelSet;
import dev.countersign.models.Models;
import dev.countersign.models.Report;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/** What every set of models passes before it becomes a record, and again before it becomes what runs (PRC-01). */
@Component
class ModelGate {

    private final Models models;

    ModelGate(Models models) {
        this.models = models;
    }

    /**
     * Demands that a set can run.
     *
     * @param names as they lie in the record, for the pointers of what is wrong
     * @throws dev.countersign.ledger.RefusedException {@code models-refused} with every finding
     */
    void demandAccepted(ModelTexts set, List<String> names) {
        demandAccepted(set, names, "/content/resources");
    }

    /** @param pointer to where the set lies in what was sent */
    void demandAccepted(ModelTexts set, List<String> names, String pointer) {
        for (String name : ProcessModels.ALWAYS) {
            if (set.text(name).isEmpty()) {
                String detail = "a set without " + name
                        + " could run no approval, no declaration, no change of models, or no break-glass";
                throw WorkflowRule.MODELS_INCOMPLETE.refuseInput(List.of(new InputError(pointer, detail)), name);
            }
        }
        Map<String, byte[]> bytes = new TreeMap<>();
        set.texts().keySet().forEach(name -> bytes.put(name, set.bytes(name)));
        Report report = models.check(ModelSet.of(bytes));
        if (!report.accepted()) {
            List<Finding> findings = report.findings();
            throw WorkflowRule.MODELS_REFUSED.refuseInput(
                    findings.stream()
                            .map(finding -> error(finding, names, pointer))
                            .toList(),
                    findings.size(),
                    sentence(findings.get(0)));
        }
    }

    private static InputError error(Finding finding, List<String> names, String pointer) {
        int index = names.indexOf(finding.resource());
        return new InputError(pointer + (index < 0 ? "" : "/" + index + "/text"), sentence(finding));
    }

    private static String sentence(Finding finding) {
        return "%s %s%s%s: %s %s"
                .formatted(
                        finding.rule().number(),
                        finding.resource(),
                        finding.element() == null ? "" : ", element " + finding.element(),
                        finding.line() == 0 ? "" : ", line " + finding.line(),
                        finding.message(),
                        finding.remedy());
    }
}
