/**
 * Records and their immutable versions (21 CFR 11.10(a), (c)). Validates, canonicalises and appends content; derives a
 * record's status from its appended events. Knows no signatures and no process.
 *
 * <p>A record goes draft → in review ⇄ in rework → approved → effective → superseded or obsolete; or withdrawn.
 */
@ApplicationModule(allowedDependencies = {"identity", "malware", "ledger", "worm", "crypto"})
@NullMarked
package dev.countersign.records;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
