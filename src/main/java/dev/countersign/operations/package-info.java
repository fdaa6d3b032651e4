/**
 * How the application is started and run: the command line, the switches that turn nothing off, and what follows from the
 * environment before anything else exists. Serves OPS-01 and OPS-04. Nobody depends on it.
 *
 * <p>A start goes read → checked → served; or refused with the reason.
 */
@ApplicationModule(allowedDependencies = {"accounts", "database", "evidence", "identity", "ledger"})
@NullMarked
package dev.countersign.operations;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
