/** The HTTP interface of the audit trail, which only those may read whom authority lets. */
@NullMarked
package dev.countersign.authority.web;

import org.jspecify.annotations.NullMarked;
