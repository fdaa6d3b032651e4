/**
 * Process models as documents (21 CFR 11.10(f), (k)): the gate that every set of BPMN, DMN and forms passes before it can be deployed, and
 * the proof that no path in it leads past a signature. Knows XML and plans; knows no process engine, and runs nothing.
 *
 * <p>A set goes read → named → connected → proved; or is refused with all findings at once.
 */
@ApplicationModule(allowedDependencies = {"authority", "ledger", "crypto"})
@NullMarked
package dev.countersign.models;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
