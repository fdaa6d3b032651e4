package dev.countersign.models;

import java.util.List;

/**
 * A process with its flow, ready to be followed.
 *
 * @param key id of the process
 */
record ProcessModel(String resource, String key, Scope scope) {

    /** The one process that holds the controls; every other one calls it. */
    static final String SIGNATURE_STEP = "signature-step";

    List<FlowNode> nodes() {
        return scope.all().toList();
    }

    boolean isSignatureStep() {
        return key.equals(SIGNATURE_STEP);
    }
}
