/**
 * Who may do what to which record, and who must differ from whom (21 CFR 11.10(d), (g)). Knows roles and rules; knows
 * no process engine and no cryptography.
 *
 * <p>Everything is refused unless a rule grants it.
 */
@ApplicationModule(allowedDependencies = {"training", "identity", "malware", "ledger", "worm", "crypto"})
@NullMarked
package dev.countersign.authority;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
