package dev.countersign.workspace.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.UtcTime;
import dev.countersign.ledger.Ledger.Entry;
import dev.countersign.workspace.web.AuditExport.Ending;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * Audit entries as {@code countersign/audit-export/v1} (docs/formats.md): a line of JSON for what was asked, one for each entry with its exact bytes, and
 * a last one that says how many there are and whether that is all. Without that line it was broken off.
 */
final class AuditExact implements AuditExport.Form {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final OutputStream out;

    AuditExact(OutputStream out, Map<String, String> asked, String zone, Instant now) throws IOException {
        this.out = out;
        ObjectNode head = JSON.objectNode();
        head.put("format", "countersign/audit-export/v1");
        head.put("exportedAt", UtcTime.write(now));
        head.put("zone", zone);
        head.put("order", "newest-first");
        head.put("most", AuditExport.MOST);
        ObjectNode fields = head.putObject("asked");
        asked.forEach(fields::put);
        line(head);
    }

    @Override
    public void write(List<Entry> entries) throws IOException {
        for (Entry entry : entries) {
            ObjectNode line = JSON.objectNode();
            line.set("index", entry.index() == null ? JSON.nullNode() : JSON.numberNode(entry.index()));
            line.put("entry", Base64.getEncoder().encodeToString(entry.bytes()));
            line.put("leafHash", entry.leafHash());
            line(line);
        }
    }

    @Override
    public void end(int written, Ending ending, Instant upTo) throws IOException {
        ObjectNode last = JSON.objectNode();
        last.put("entries", written);
        last.put("complete", ending == Ending.ALL);
        last.put("upTo", UtcTime.write(upTo));
        line(last);
    }

    private void line(JsonNode line) throws IOException {
        out.write(CanonicalJson.write(line));
        out.write('\n');
    }
}
