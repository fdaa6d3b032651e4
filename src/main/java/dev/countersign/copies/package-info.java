/**
 * Copies of what is stored, outside the database (21 CFR 11.10(c)): manifests, contents, attachments and signatures, written once under
 * names that carry their SHA-256. Knows entries of the sealed log and places that take copies; takes part in no signing.
 *
 * <p>What was sealed is copied in the order of the log, at least once: a cursor of each place is moved on after its copies are there.
 */
@ApplicationModule(allowedDependencies = {"bucket", "ledger", "worm", "crypto", "database"})
@NullMarked
package dev.countersign.copies;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
