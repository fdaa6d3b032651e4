/** The two-person exit from recovery mode, over HTTP. */
@NullMarked
package dev.countersign.recovery.web;

import org.jspecify.annotations.NullMarked;
