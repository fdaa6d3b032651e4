/**
 * Digests, keys and canonical bytes (21 CFR 11.70). The one owner of BouncyCastle. Knows bytes and keys; knows nothing
 * of records, people or databases.
 *
 * <p>A key goes made → wrapped → opened → wiped.
 */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.countersign.crypto;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
