package dev.countersign.signing;

import dev.countersign.crypto.Digest;
import java.util.UUID;

/**
 * Where in a list that is signed with one proof a signature stands (WFL-08).
 *
 * @param position from 1 to {@code size}
 */
public record ListPlace(UUID listId, Digest listSha256, int size, int position) {}
