/**
 * The PostgreSQL server under everything: embedded or given, its roles and schemas, and the migrations. Knows how to
 * start, prepare and migrate a database; knows no table of any other module.
 *
 * <p>Serves OPS-01 and WRM-01. A database goes started → prepared → migrated, and only a migrated one hands out a
 * {@code DataSource}.
 */
@ApplicationModule(allowedDependencies = {"crypto"})
@NullMarked
package dev.countersign.database;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
