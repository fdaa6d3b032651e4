package dev.countersign.models;

import dev.countersign.models.RequiredSignatures.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** {@link Models}: reads every resource of a set, checks what it holds, connects the processes and follows them. */
@Component
class CheckedModels implements Models {

    private static final int MOST_RESOURCES = 50;
    private static final Pattern NAME =
            Pattern.compile("processes/[a-z0-9-]{1,64}\\.(?:bpmn|dmn)|forms/[a-z0-9-]{1,64}\\.html");

    private final RequiredSignatures required;

    CheckedModels(RequiredSignatures required) {
        this.required = required;
    }

    @Override
    public Report check(ModelSet set) {
        SortedMap<String, byte[]> resources = set.resources();
        Findings findings = new Findings();
        List<String> proofs = new ArrayList<>();
        if (fits(resources, findings)) {
            Map<String, Element> models = new TreeMap<>();
            resources.forEach((name, bytes) -> read(name, bytes, models, findings));
            proofs.addAll(follow(resources.keySet(), models, findings));
            resources.forEach((name, bytes) -> {
                if (models.containsKey(name) && !findings.anyIn(name)) {
                    Schemas.check(name, bytes, findings);
                }
            });
        }
        List<Finding> sorted = findings.sorted();
        return new Report(sorted, sorted.isEmpty() ? proofs : List.of());
    }

    @Override
    public ModelSet completed(ModelSet set) {
        return Release.completing(set);
    }

    private static boolean fits(SortedMap<String, byte[]> resources, Findings findings) {
        long bytes = resources.values().stream().mapToLong(one -> one.length).sum();
        boolean oneIsTooLarge = resources.values().stream().anyMatch(one -> one.length > SecureXml.LARGEST);
        if (resources.isEmpty() || resources.size() > MOST_RESOURCES || bytes > ModelSet.LONGEST && !oneIsTooLarge) {
            findings.add(
                    ModelRule.SIZE,
                    resources.isEmpty() ? "" : resources.firstKey(),
                    0,
                    "The set has " + resources.size() + " resources with together " + bytes + " bytes.");
            return false;
        }
        return true;
    }

    private static void read(String name, byte[] bytes, Map<String, Element> models, Findings findings) {
        if (!NAME.matcher(name).matches()) {
            findings.add(ModelRule.RESOURCE_NAME, SecureXml.shortened(name), 0, "This is no name of a resource.");
        } else if (bytes.length > SecureXml.LARGEST) {
            findings.add(ModelRule.SIZE, name, 0, "The file has more than " + SecureXml.LARGEST + " bytes.");
        } else if (name.endsWith(".html")) {
            if (!Release.isForm(name, bytes)) {
                findings.add(ModelRule.FORM, name, 0, "The form is not the one of that name in this release.");
            }
        } else {
            Allowed allowed = name.endsWith(".dmn") ? Allowed.DMN : Allowed.BPMN;
            SecureXml.read(name, bytes, findings)
                    .filter(root -> new Naming(name, allowed, findings).check(root))
                    .ifPresent(root -> models.put(name, root));
        }
    }

    private List<String> follow(Set<String> resources, Map<String, Element> models, Findings findings) {
        Map<String, ProcessModel> processes = new TreeMap<>();
        models.forEach((name, root) -> {
            if (name.endsWith(".bpmn")) {
                ProcessReader.read(name, root, findings).ifPresent(process -> processes.put(process.key(), process));
            }
        });
        Set<String> decisions = models.values().stream()
                .flatMap(root -> root.children("dmn:decision"))
                .map(Element::id)
                .collect(Collectors.toSet());
        Calls calls = new Calls(processes, findings);
        calls.demandNoCircle();
        List<String> proofs = new ArrayList<>();
        for (ProcessModel process : processes.values()) {
            new Structure(process, findings).check();
            new Blocks(process, calls, findings).check();
            new StepProof(process, findings).check();
            new Composition(process, resources, decisions, calls, findings).check();
            List<Step> plan = required.of(process.key());
            Passing passing = new Passing(process, plan, findings);
            process.nodes().stream()
                    .filter(node -> node.is("bpmn:callActivity"))
                    .forEach(passing::check);
            if (!calls.areCircular() && !process.isSignatureStep() && !calls.isCalled(process)) {
                proofs.addAll(new Proof(process, plan, calls, findings).run());
            }
        }
        return proofs;
    }
}
