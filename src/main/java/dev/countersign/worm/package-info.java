/**
 * Write once, read many (21 CFR 11.10(c)). Stores facts as exact bytes through the append functions of schema
 * {@code worm}; reads them back byte for byte. Knows nothing of why a fact is true.
 *
 * <p>The log's leaves, tiles and checkpoints are stored here too; what they mean is the ledger's. They are written over a
 * connection of the sequencer's own.
 *
 * <p>A fact is appended, never changed; state is derived from appended facts.
 */
@ApplicationModule(allowedDependencies = {"crypto", "database"})
@NullMarked
package dev.countersign.worm;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
