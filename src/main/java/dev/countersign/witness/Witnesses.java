package dev.countersign.witness;

import java.util.List;

/** All configured witnesses; the file first. */
public record Witnesses(List<Witness> all) {}
