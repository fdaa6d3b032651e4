/** The application as a whole: where it begins. What it does is in the packages below, its modules. */
@NullMarked
package dev.countersign;

import org.jspecify.annotations.NullMarked;
