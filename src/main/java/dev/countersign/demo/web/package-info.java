/** The demonstration's authenticator, as a page and for scripts. */
@NullMarked
package dev.countersign.demo.web;

import org.jspecify.annotations.NullMarked;
