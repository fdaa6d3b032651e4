/** The process studio in a browser, and drafts for programs that act for a person. */
@NullMarked
package dev.countersign.studio.web;

import org.jspecify.annotations.NullMarked;
