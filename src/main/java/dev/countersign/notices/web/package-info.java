/** Notices over HTTP: everybody's own page of them, and the same for programs that people run. */
@NullMarked
package dev.countersign.notices.web;

import org.jspecify.annotations.NullMarked;
