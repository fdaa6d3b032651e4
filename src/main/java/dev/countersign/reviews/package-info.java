/**
 * Periodic reviews (21 CFR 11.10(d), 11.300(b), (e)): what falls due by the calendar, who does it, and the evidence that it was done. Knows
 * accounts, never records. What it keeps of a review is signed; all accounts are looked at anew when the organisation wants it (AUT-07).
 *
 * <p>A task goes due → done by somebody it is not about (a test: by the person), or taken back when there is nothing left to do; or overdue,
 * which alarms the security unit.
 */
@ApplicationModule(allowedDependencies = {"accounts", "authority", "identity", "passkeys", "ledger", "worm", "crypto"})
@NullMarked
package dev.countersign.reviews;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
