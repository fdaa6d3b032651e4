/**
 * Exports of what a search found (21 CFR 11.10(b), CPY-06): copies and evidence of many records in one file, with a statement of what is in it,
 * what is not and why. Made in the background by any node; prints and proves nothing itself.
 *
 * <p>An export goes waiting → running → done → expired; or it failed, or was cancelled.
 */
@ApplicationModule(
        allowedDependencies = {"evidence", "signing", "records", "authority", "identity", "ledger", "worm", "crypto"})
@NullMarked
package dev.countersign.exports;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
