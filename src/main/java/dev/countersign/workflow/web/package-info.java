/** The edge of the process: the gate before both mounts of the engine's REST interface, Tasklist's surroundings, and our own tasks. */
@NullMarked
package dev.countersign.workflow.web;

import org.jspecify.annotations.NullMarked;
