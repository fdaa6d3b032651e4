/**
 * The signing ceremony (21 CFR 11.50, 11.70, 11.200): what is shown, what is intended, what is signed, and the bond
 * between a signature and its record. Knows no process engine.
 *
 * <p>A ceremony goes intended → proved present → authorised → bound → persisted; or refused and burnt.
 */
@ApplicationModule(
        allowedDependencies = {
            "changes",
            "records",
            "authority",
            "identity",
            "passkeys",
            "risk",
            "protection",
            "ledger",
            "worm",
            "crypto"
        })
@NullMarked
package dev.countersign.signing;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
