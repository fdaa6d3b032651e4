/** Pages of records. */
@NullMarked
package dev.countersign.workspace.web;

import org.jspecify.annotations.NullMarked;
