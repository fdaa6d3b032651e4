/**
 * Training (21 CFR 11.10(i)): courses in force, competency tests, what counts as trained, and who lacks it. Knows no roles but their codes, no
 * signatures and no process.
 *
 * <p>A course goes in force → retraining demanded → replaced. An attempt goes begun → passed or failed → completed.
 */
@ApplicationModule(allowedDependencies = {"records", "identity", "ledger", "worm", "crypto"})
@NullMarked
package dev.countersign.training;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
