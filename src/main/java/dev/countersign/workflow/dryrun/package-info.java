/**
 * Dry runs (PRC-05): a set of models runs in an engine that is thrown away, with people and records that are played, through every choice in
 * every situation. Shares with the running system how models are read and contained, and nothing else: no database, no delegate, no record.
 */
@NullMarked
package dev.countersign.workflow.dryrun;

import org.jspecify.annotations.NullMarked;
