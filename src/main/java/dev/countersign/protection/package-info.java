/**
 * Protection of records (21 CFR 11.10(c)): whether what guards the store is still what it was, and whether clocks agree. Looks,
 * remembers in the audit trail, raises the alarm, and says whether anybody may sign; repairs nothing.
 *
 * <p>The guards go recorded → intact ⇄ changed; whoever signs asks {@link dev.countersign.protection.Guards} first.
 */
@ApplicationModule(allowedDependencies = {"ledger", "worm", "crypto", "database"})
@NullMarked
package dev.countersign.protection;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
