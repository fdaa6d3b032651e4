/** The HTTP interface of verification: for whoever may read the record. */
@NullMarked
package dev.countersign.evidence.web;

import org.jspecify.annotations.NullMarked;
