package dev.countersign.authority;

import java.util.Map;
import java.util.Set;

/**
 * Who had a hand in a record so far, over all its versions (AUT-03).
 *
 * @param authors persons who wrote any version
 * @param signersByStep persons who signed, approving or rejecting, by plan step code
 */
public record Lineage(Set<String> authors, Map<String, Set<String>> signersByStep) {}
