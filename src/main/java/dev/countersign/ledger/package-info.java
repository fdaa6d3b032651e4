/**
 * The audit trail (21 CFR 11.10(e)). Knows entries, actors and refusals; knows nothing of records' content or of
 * people's accounts.
 *
 * <p>Entries go appended → sealed. An entry is appended in the transaction of the fact it tells; a refusal in its own. One
 * sequencer of all nodes seals what is committed into a Merkle tree and signs a checkpoint; {@code Log} proves from it. Witnesses
 * get the checkpoints; what they remember and what is stored decide whether the log goes on or is in recovery mode.
 */
@ApplicationModule(allowedDependencies = {"witness", "worm", "crypto"})
@NullMarked
package dev.countersign.ledger;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
