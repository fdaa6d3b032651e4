package dev.countersign.models;

import java.util.Set;

/** Variables in which the release's delegates tell what happened. The proof rests on nobody else writing them. */
final class ReservedVariables {

    /** Names as the process sees them. */
    static final Set<String> NAMES = Set.of(
            "recordId",
            "recordVersion",
            "recordSha256",
            "author",
            "personDrafted",
            "planStep",
            "stepName",
            "role",
            "decision",
            "reworker",
            "reworkRole",
            "nrOfInstances",
            "nrOfCompletedInstances",
            "nrOfActiveInstances",
            "loopCounter");

    /** Of these a called process may have a copy under the same name. */
    static final Set<String> HANDED_DOWN = Set.of("recordId", "recordVersion", "author", "personDrafted");

    private ReservedVariables() {}

    static boolean contains(String name) {
        return NAMES.contains(name);
    }
}
