package dev.countersign.models;

import java.util.Map;

/** The element templates of the release, each with its one version that models may carry. */
final class Templates {

    private static final Map<String, String> VERSIONS = Map.of(
            "dev.countersign.signature-step", "1",
            "dev.countersign.notice", "1",
            "dev.countersign.policy-decision", "1");

    private Templates() {}

    static boolean isKnown(String template) {
        return VERSIONS.containsKey(template);
    }

    /** Whether the element's template, if it has one, is of the version that the release knows. */
    static boolean isCurrent(Element element) {
        String template = element.get("camunda:modelerTemplate");
        String current = VERSIONS.get(template);
        return current == null || current.equals(element.get("camunda:modelerTemplateVersion"));
    }
}
