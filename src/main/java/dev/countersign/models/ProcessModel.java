package dev.countersign.models;

import java.util.List;

/**
 * A process with its flow, ready to be followed.
 *
 * @param key id of the process
 * @param nodes everything in it, at whatever depth
 */
record ProcessModel(String resource, String key, Scope scope, List<FlowNode> nodes) {

    /** The one process that holds the controls; every other one calls it. */
    static final String SIGNATURE_STEP = "signature-step";

    ProcessModel(String resource, String key, Scope scope) {
        this(resource, key, scope, scope.all().toList());
    }

    boolean isSignatureStep() {
        return key.equals(SIGNATURE_STEP);
    }
}
