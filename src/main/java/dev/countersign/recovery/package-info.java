/**
 * Recovery of the sealed log by two people (21 CFR 11.10(a), (c)): the decision to go on without what was lost. Knows who may decide and
 * that they are present; the log itself is the ledger's.
 *
 * <p>A decision goes proposed → confirmed by another person, or lapses.
 */
@ApplicationModule(allowedDependencies = {"authority", "identity", "ledger", "worm", "crypto"})
@NullMarked
package dev.countersign.recovery;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
