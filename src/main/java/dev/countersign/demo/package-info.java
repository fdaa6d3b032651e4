/**
 * The demonstration organisation: people with published secrets on a database marked as demo for ever. Uses the front
 * doors like everybody; nobody depends on it.
 */
@ApplicationModule(
        allowedDependencies = {
            "workflow",
            "signing",
            "changes",
            "records",
            "authority",
            "training",
            "identity",
            "ledger",
            "worm"
        })
@NullMarked
package dev.countersign.demo;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
