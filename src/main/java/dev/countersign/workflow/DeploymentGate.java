package dev.countersign.workflow;

import dev.countersign.models.Finding;
import dev.countersign.models.ModelSet;
import dev.countersign.models.Models;
import dev.countersign.models.Report;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.ParseException;
import org.camunda.bpm.engine.Problem;
import org.camunda.bpm.engine.ResourceReport;
import org.camunda.bpm.engine.impl.bpmn.parser.ResourceReportImpl;
import org.camunda.bpm.engine.impl.persistence.deploy.Deployer;
import org.camunda.bpm.engine.impl.persistence.entity.DeploymentEntity;
import org.springframework.stereotype.Component;

/**
 * Stands before everything that the engine makes of a deployment (T6, PRC-01): whatever door it comes through, a new one is checked as a
 * set, and one finding refuses all of it. What was deployed before is loaded as it was; built-in listeners guard it.
 */
@Component
class DeploymentGate implements Deployer {

    private final Models models;

    DeploymentGate(Models models) {
        this.models = models;
    }

    /** @throws ParseException with every finding, by resource: the engine's REST interface tells them with line and element */
    @Override
    public void deploy(DeploymentEntity deployment) {
        if (deployment.isNew()) {
            Map<String, byte[]> resources = new TreeMap<>();
            deployment.getResources().forEach((name, resource) -> resources.put(name, resource.getBytes()));
            Report report = models.check(ModelSet.of(resources));
            if (!report.accepted()) {
                throw new Refused(report.findings());
            }
        }
    }

    private static final class Refused extends ParseException {

        private static final long serialVersionUID = 1L;

        Refused(List<Finding> findings) {
            super(sentences(findings), findings.get(0).resource(), List.of(), List.of());
            resorceReports = findings.stream()
                    .collect(Collectors.groupingBy(Finding::resource, TreeMap::new, Collectors.toList()))
                    .entrySet()
                    .stream()
                    .<ResourceReport>map(entry -> new ResourceReportImpl(
                            entry.getKey(),
                            entry.getValue().stream().<Problem>map(Told::new).toList(),
                            List.of()))
                    .toList();
        }

        private static String sentences(List<Finding> findings) {
            return findings.size() + " findings; nothing was deployed. "
                    + findings.stream().limit(20).map(DeploymentGate::sentence).collect(Collectors.joining(" "));
        }
    }

    private static String sentence(Finding finding) {
        return finding.rule().number() + " " + finding.message() + " " + finding.remedy();
    }

    /** A finding as the engine tells problems. */
    private record Told(Finding finding) implements Problem {

        @Override
        public String getMessage() {
            return sentence(finding);
        }

        @Override
        public int getLine() {
            return finding.line();
        }

        @Override
        public int getColumn() {
            return 0;
        }

        @Override
        public String getMainElementId() {
            String element = finding.element();
            return element == null ? "" : element;
        }

        @Override
        public List<String> getElementIds() {
            String element = finding.element();
            return element == null ? List.of() : List.of(element);
        }
    }
}
