/**
 * What people look things up on: records, how far they are, who signed and whom they wait for, in a browser (11.10(b), WFL-09). Also the
 * forms that records are written on. It keeps the searches that people save, and nothing else: what is written of records goes through the doors
 * of other modules.
 */
@ApplicationModule(
        allowedDependencies = {
            "workflow",
            "evidence",
            "signing",
            "changes",
            "records",
            "authority",
            "training",
            "identity",
            "ledger",
            "worm",
            "crypto"
        })
@NullMarked
package dev.countersign.workspace;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
