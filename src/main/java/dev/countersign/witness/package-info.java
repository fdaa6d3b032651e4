/**
 * Witnesses of the sealed log (21 CFR 11.10(a), (e)): what remembers checkpoints outside the database, so that a log that was cut or
 * restored from an older copy is found out. Knows checkpoints, notes and consistency proofs; knows nothing of entries or of why the
 * log grows.
 *
 * <p>A witness knows a log's newest checkpoint. It takes a later one that is proved to be consistent with it, and nothing else. A
 * timestamp authority is no witness: it signs when it saw a checkpoint, and remembers nothing.
 */
@ApplicationModule(allowedDependencies = {"bucket", "crypto", "database"})
@NullMarked
package dev.countersign.witness;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
