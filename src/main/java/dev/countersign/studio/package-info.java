/**
 * The process studio (21 CFR 11.10(k), PRC-04): process models drawn in the browser, and drafts of them that nobody has proposed yet.
 *
 * <p>A draft goes kept → kept again → proposed or discarded. It is nobody's record and binds nobody: what counts begins when it is proposed.
 */
@ApplicationModule(allowedDependencies = {"models", "changes", "authority", "ledger", "worm", "crypto"})
@NullMarked
package dev.countersign.studio;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
