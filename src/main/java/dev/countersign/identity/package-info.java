/**
 * People, their factors and their signing keys (21 CFR 11.100, 11.300). The only maker of a {@link
 * dev.countersign.identity.ProofOfPresence}. Knows who somebody is; not what they may do.
 *
 * <p>An account goes created → enrolled → suspended or left. A key goes created → certified → ended.
 */
@ApplicationModule(allowedDependencies = {"passkeys", "database", "risk", "ledger", "worm", "crypto"})
@NullMarked
package dev.countersign.identity;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
