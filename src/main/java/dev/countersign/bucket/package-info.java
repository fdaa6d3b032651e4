/**
 * Object storage that locks what it takes (21 CFR 11.10(c)): one bucket with S3 Object Lock in compliance mode. Knows keys and bytes;
 * nothing of what they mean.
 *
 * <p>An object is stored once, with a date until which nobody can remove it or shorten that date.
 */
@ApplicationModule(allowedDependencies = {"crypto", "database"})
@NullMarked
package dev.countersign.bucket;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
