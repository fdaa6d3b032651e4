/** Periodic work in a browser and for programs. */
@NullMarked
package dev.countersign.reviews.web;

import org.jspecify.annotations.NullMarked;
