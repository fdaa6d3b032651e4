/** Security alerts over HTTP: the security unit's page and its calls. */
@NullMarked
package dev.countersign.alerts.web;

import org.jspecify.annotations.NullMarked;
