/**
 * Custody of the server's own share in people's keys and of its authority (KEY-01, KEY-06, 21 CFR 11.300): their generations, and the two people who decide on one. Knows who may decide;
 * keys and how they are wrapped are identity's.
 *
 * <p>A generation goes proposed → opened by another person, and stays.
 */
@ApplicationModule(allowedDependencies = {"authority", "identity", "ledger", "crypto"})
@NullMarked
package dev.countersign.custody;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
