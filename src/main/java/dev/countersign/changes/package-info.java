/**
 * Change control of process models (21 CFR 11.10(k)): which set of them people signed, which came with the release, and what differs
 * between two, in words. Knows records and texts; knows no engine.
 *
 * <p>A set goes shipped → adopted, or proposed → reviewed → approved → in force → superseded, as versions of one record.
 */
@ApplicationModule(allowedDependencies = {"records", "crypto"})
@NullMarked
package dev.countersign.changes;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
