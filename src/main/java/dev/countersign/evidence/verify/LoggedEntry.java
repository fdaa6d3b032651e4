package dev.countersign.evidence.verify;

import dev.countersign.crypto.Digest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** A line of {@code entries.jsonl}: an entry, its place in the log, and the path from its leaf to the root. */
record LoggedEntry(long index, byte[] entry, Digest leafHash, List<Digest> proof) {

    private static final Set<String> MEMBERS = Set.of("index", "entry", "leafHash", "proof");

    /**
     * Reads a whole file: each line canonical JSON, in the order of the log, ended by a line feed.
     *
     * @throws IllegalArgumentException if it is anything else
     */
    static List<LoggedEntry> lines(byte[] file) {
        List<LoggedEntry> entries = new ArrayList<>();
        int start = 0;
        for (int at = 0; at < file.length; at++) {
            if (file[at] == '\n') {
                entries.add(parse(Arrays.copyOfRange(file, start, at)));
                start = at + 1;
            }
        }
        if (start != file.length) {
            throw new IllegalArgumentException("the last line is not complete");
        }
        for (int line = 1; line < entries.size(); line++) {
            if (entries.get(line).index() <= entries.get(line - 1).index()) {
                throw new IllegalArgumentException("the entries are not in the order of the log");
            }
        }
        return entries;
    }

    private static LoggedEntry parse(byte[] line) {
        Json value = Json.canonical(line);
        if (!Set.copyOf(value.names()).equals(MEMBERS)) {
            throw new IllegalArgumentException("not the members of a logged entry");
        }
        return new LoggedEntry(
                value.path("index").asLong(),
                Checkpoint.base64(String.valueOf(value.path("entry").textValue())),
                Digest.parse(String.valueOf(value.path("leafHash").textValue())),
                value.path("proof").items().stream()
                        .map(node -> Digest.parse(String.valueOf(node.textValue())))
                        .toList());
    }

    /** The entry as JSON. */
    Json fact() {
        return Json.read(entry);
    }

    boolean isOf(String type) {
        return type.equals(fact().path("type").textValue());
    }

    /** Whether the log of that checkpoint holds this entry at this place. */
    boolean isIn(Checkpoint checkpoint) {
        return Digest.ofLeaf(entry).equals(leafHash)
                && Merkle.includes(leafHash, index, checkpoint.size(), proof, checkpoint.root());
    }
}
