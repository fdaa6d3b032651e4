package dev.countersign.models;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/** {@link Models}: reads every resource of a set and checks what it holds. */
@Component
class CheckedModels implements Models {

    private static final int LARGEST_SET = 4 << 20;
    private static final int MOST_RESOURCES = 50;
    private static final Pattern NAME =
            Pattern.compile("processes/[a-z0-9-]{1,64}\\.(?:bpmn|dmn)|forms/[a-z0-9-]{1,64}\\.html");

    @Override
    public Report check(ModelSet set) {
        SortedMap<String, byte[]> resources = set.resources();
        Findings findings = new Findings();
        if (fits(resources, findings)) {
            Map<String, Element> models = new TreeMap<>();
            resources.forEach((name, bytes) -> {
                if (!NAME.matcher(name).matches()) {
                    findings.add(
                            ModelRule.RESOURCE_NAME, SecureXml.shortened(name), 0, "This is no name of a resource.");
                } else if (!name.endsWith(".html")) {
                    SecureXml.read(name, bytes, findings).ifPresent(root -> models.put(name, root));
                }
            });
        }
        return new Report(findings.sorted(), List.of());
    }

    private static boolean fits(SortedMap<String, byte[]> resources, Findings findings) {
        long bytes = resources.values().stream().mapToLong(one -> one.length).sum();
        if (resources.isEmpty() || resources.size() > MOST_RESOURCES || bytes > LARGEST_SET) {
            findings.add(
                    ModelRule.SIZE,
                    resources.isEmpty() ? "" : resources.firstKey(),
                    0,
                    "The set has " + resources.size() + " resources with together " + bytes + " bytes.");
            return false;
        }
        return true;
    }
}
