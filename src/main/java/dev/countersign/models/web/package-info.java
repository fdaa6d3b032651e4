/** Checking models before anybody proposes them: for programs, and on a page. */
@NullMarked
package dev.countersign.models.web;

import org.jspecify.annotations.NullMarked;
