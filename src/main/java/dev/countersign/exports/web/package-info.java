/** The page and the HTTP interface of exports. */
@NullMarked
package dev.countersign.exports.web;

import org.jspecify.annotations.NullMarked;
