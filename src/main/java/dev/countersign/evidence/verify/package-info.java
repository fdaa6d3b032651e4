/**
 * The checks of evidence, by the JDK and module {@code crypto} alone: the same for what the store holds and for a bundle on an
 * inspector's desk (21 CFR 11.10(b), CPY-02). Knows nothing of what wrote the bytes it reads; a test holds that.
 */
@NullMarked
package dev.countersign.evidence.verify;

import org.jspecify.annotations.NullMarked;
