/**
 * The life of people's accounts (21 CFR 11.10(d), (g), 11.100, 11.300): who is made, gets which roles, is suspended, comes back and leaves,
 * and by whose decisions. Knows accounts, never records.
 *
 * <p>An account goes created → active → suspended → active … → left. A role goes requested → granted or refused, by two people.
 */
@ApplicationModule(allowedDependencies = {"authority", "identity", "passkeys", "ledger", "worm", "crypto"})
@NullMarked
package dev.countersign.accounts;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
