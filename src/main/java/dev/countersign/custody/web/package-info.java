/** The generations of the server's share, over HTTP. */
@NullMarked
package dev.countersign.custody.web;

import org.jspecify.annotations.NullMarked;
