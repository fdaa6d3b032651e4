/**
 * Security alerts (21 CFR 11.300(d)): what in the audit trail the security unit must know within seconds, who was told, and who took
 * notice. Reads entries, writes none of the facts it warns of; takes part in no login and no signing.
 *
 * <p>An alert goes raised → told by every channel → acknowledged by a person it is not about; or escalated to management until it is.
 */
@ApplicationModule(allowedDependencies = {"authority", "identity", "ledger", "worm", "crypto"})
@NullMarked
package dev.countersign.alerts;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
