/**
 * What can be shown to an inspector (21 CFR 11.10(b)): verification reports made from stored bytes alone. Shares no code
 * path with what wrote them, beyond digests and strict signature verification.
 */
@ApplicationModule(allowedDependencies = {"signing", "ledger", "worm", "crypto"})
@NullMarked
package dev.countersign.evidence;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
