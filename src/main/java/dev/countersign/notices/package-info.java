/**
 * Notices to people about their work (WFL-05, WFL-09): what was given to them, is due, came of it, and what a process wants them to know; on
 * their page and by e-mail, without any content of a record. Decides nothing, and nobody waits for it.
 *
 * <p>A notice goes told → seen → gone after 90 days; and by e-mail queued → delivered, or given up after three days.
 */
@ApplicationModule(allowedDependencies = {"alerts", "authority", "identity", "ledger", "worm", "crypto"})
@NullMarked
package dev.countersign.notices;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
