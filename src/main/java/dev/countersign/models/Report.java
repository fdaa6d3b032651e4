package dev.countersign.models;

import java.util.List;

/**
 * What the gate says of a set.
 *
 * @param findings all of them, by resource and line; none if the set may be deployed
 * @param proofs of an accepted set: what was proved, a sentence for each effect
 */
public record Report(List<Finding> findings, List<String> proofs) {

    public Report {
        findings = List.copyOf(findings);
        proofs = List.copyOf(proofs);
    }

    public boolean accepted() {
        return findings.isEmpty();
    }
}
