/** The public face of the sealed log: what anybody may fetch, so that anybody can check. */
@NullMarked
package dev.countersign.ledger.web;

import org.jspecify.annotations.NullMarked;
