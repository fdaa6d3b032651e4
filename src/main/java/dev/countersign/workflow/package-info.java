/**
 * The process (21 CFR 11.10(f)): starts, tasks and the delegates that run the ceremony in the modelled order. The one
 * owner of Camunda; nobody below knows an engine.
 *
 * <p>An approval goes started → (author signs) → review ⇄ rework → approval → effective; or withdrawn.
 */
@ApplicationModule(
        allowedDependencies = {
            "signing",
            "changes",
            "models",
            "notices",
            "records",
            "authority",
            "training",
            "identity",
            "passkeys",
            "ledger",
            "worm",
            "crypto"
        })
@NullMarked
package dev.countersign.workflow;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
