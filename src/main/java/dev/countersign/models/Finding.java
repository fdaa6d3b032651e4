package dev.countersign.models;

import org.jspecify.annotations.Nullable;

/**
 * One thing that is not as it must be.
 *
 * @param resource name of the file in the set
 * @param element id of the nearest element that has one; null where the file is no XML
 * @param message a sentence with the offender
 * @param remedy a sentence: how to mend it
 * @param line in the file, from 1; 0 where there is none
 */
public record Finding(
        ModelRule rule, String resource, @Nullable String element, String message, String remedy, int line) {}
