/** The HTTP interface of records and signatures: endpoints that need nothing above module signing. */
@NullMarked
package dev.countersign.signing.web;

import org.jspecify.annotations.NullMarked;
