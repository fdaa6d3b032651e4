/** Accounts over HTTP, for administrators. */
@NullMarked
package dev.countersign.accounts.web;

import org.jspecify.annotations.NullMarked;
