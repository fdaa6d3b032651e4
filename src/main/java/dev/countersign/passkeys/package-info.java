/**
 * Passkeys and security keys of people (21 CFR 11.200(a), 11.300): WebAuthn, its challenges and what its answers prove. Knows keys and
 * whose they are; not what somebody may do with them, and nothing of passwords.
 *
 * <p>A passkey goes active → suspended or revoked, and never back.
 */
@ApplicationModule(allowedDependencies = {"risk", "ledger", "worm", "crypto"})
@NullMarked
package dev.countersign.passkeys;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
