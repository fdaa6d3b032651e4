/**
 * What can be shown to an inspector (21 CFR 11.10(b)): verification reports, copies and bundles, made from stored bytes alone. The checks
 * share no code path with what wrote the bytes, beyond digests and strict signature verification; they are the same for the store and for
 * a bundle.
 */
@ApplicationModule(
        allowedDependencies = {"signing", "authority", "identity", "copies", "bucket", "ledger", "worm", "crypto"})
@NullMarked
package dev.countersign.evidence;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
