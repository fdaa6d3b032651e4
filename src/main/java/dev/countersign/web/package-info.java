/**
 * The edge: security chains, the two origins, sessions, problem details, idempotency keys. Nobody depends on it.
 */
@ApplicationModule(allowedDependencies = {"records", "authority", "identity", "passkeys", "ledger", "worm", "crypto"})
@NullMarked
package dev.countersign.web;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
