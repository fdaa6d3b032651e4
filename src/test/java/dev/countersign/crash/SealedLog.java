package dev.countersign.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.ledger.LogVerifier;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;

/** The sealed log of a victim, checked from its leaves up after a crash. */
final class SealedLog {

    private static final String NEITHER_SEALED_NOR_WAITING = """
            SELECT a.entry_id::text FROM worm.audit_entry a
            WHERE EXISTS (SELECT FROM worm.log_leaf l WHERE l.entry_id = a.entry_id)
                = EXISTS (SELECT FROM worm.log_queue q WHERE q.entry_id = a.entry_id)""";

    private static final String CHECKPOINTS = """
            SELECT convert_from(c.note, 'UTF8') FROM (
                SELECT note FROM worm.checkpoint ORDER BY size DESC LIMIT 20) c""";

    private static final String LEAVES = """
            SELECT lpad(l.leaf_index::text, 12, '0') || encode(sha256('\\x00'::bytea || a.entry), 'hex')
            FROM worm.log_leaf l JOIN worm.audit_entry a ON a.entry_id = l.entry_id""";

    private SealedLog() {}

    /** Every entry is sealed or waits, never both; the newest checkpoints are signed, and of the leaves that are there. */
    static void assertWhole(Store store, String verifierKey) throws SQLException {
        assertThat(store.ask(NEITHER_SEALED_NOR_WAITING))
                .as("entries neither sealed nor waiting, or both")
                .isEmpty();
        TreeSet<String> notes = store.ask(CHECKPOINTS);
        List<String> numbered = List.copyOf(store.ask(LEAVES));
        List<byte[]> leaves = numbered.stream()
                .map(leaf -> HexFormat.of().parseHex(leaf.substring(12)))
                .toList();
        assertThat(Long.parseLong(numbered.get(numbered.size() - 1).substring(0, 12)))
                .as("index of the last leaf")
                .isEqualTo(leaves.size() - 1L);
        assertThat(notes).isNotEmpty();
        for (String note : notes) {
            LogVerifier.Signed signed = LogVerifier.open(verifierKey, note.getBytes(StandardCharsets.UTF_8));
            assertThat(LogVerifier.root(leaves.subList(0, (int) signed.size())))
                    .as("root of size %s", signed.size())
                    .isEqualTo(signed.root());
        }
    }
}
