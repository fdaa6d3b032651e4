/**
 * Risk signals (IDN-07): network zone, known device, time of day and sensitivity of the record type, and what the organisation's rules
 * demand more because of them. Decides from what it is told; asks nobody and stores nothing. Whoever checks factors does what it demands.
 */
@ApplicationModule(allowedDependencies = "crypto")
@NullMarked
package dev.countersign.risk;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
