package dev.countersign.exports;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.UtcTime;
import dev.countersign.exports.ExportLine.EnclosedFile;
import dev.countersign.exports.Reconciliation.Reconciled;
import dev.countersign.ledger.Log.Checkpoint;
import dev.countersign.worm.Installation;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Says whether an export is all that was asked for (CPY-06): {@code countersign/export-completeness/v1} (docs/formats.md). Its numbers are counted from
 * its own lists.
 *
 * @param moment of the database, just before the search
 * @param head of the log, which covers what is known of the records that were found
 * @param lines one for each record that was found, in the order of the search
 */
record Completeness(
        Installation home,
        ExportJob job,
        Instant moment,
        Checkpoint head,
        List<ExportLine> lines,
        Reconciled reconciled,
        EnclosedFile index) {

    static final String FORMAT = "countersign/export-completeness/v1";

    int enclosed() {
        return (int) lines.stream().filter(ExportLine::isEnclosed).count();
    }

    int altered() {
        return (int) lines.stream().filter(ExportLine::isAltered).count();
    }

    byte[] json(List<String> limits) {
        ObjectNode statement = JsonNodeFactory.instance.objectNode();
        statement.put("format", FORMAT);
        statement.put("organisation", home.organisation());
        statement.put("installation", home.installationId().toString());
        statement.put("environment", home.environment());
        statement.put("exportId", job.exportId().toString());
        statement.put("requestedBy", job.userId());
        statement.put("requestedAt", UtcTime.write(job.askedAt()));
        statement.put("takenAt", UtcTime.write(moment));
        ObjectNode asked = statement.putObject("asked");
        job.asked().parameters().forEach(asked::put);
        ArrayNode contents = statement.putArray("contents");
        for (ExportPart part : ExportPart.values()) {
            if (job.parts().contains(part)) {
                contents.add(part.code());
            }
        }
        ObjectNode reach = statement.putObject("reach");
        reach.put("all", job.scope().isAll());
        job.scope().types().stream().sorted().forEach(reach.putArray("types")::add);
        ids(reach.putArray("records"), job.scope().records().stream().sorted().toList());
        ObjectNode log = statement.putObject("log");
        log.put("origin", head.origin());
        log.put("size", head.size());
        log.put("root", head.root().hex());
        log.put("checkpoint", new String(head.note(), StandardCharsets.UTF_8));
        statement.put("matched", lines.size());
        statement.put("enclosed", enclosed());
        statement.put("leftOut", lines.size() - enclosed());
        statement.put("altered", altered());
        ArrayNode records = statement.putArray("records");
        lines.forEach(line -> records.add(line(line)));
        reconciliation(statement.putObject("reconciliation"));
        statement.set("index", file(index));
        limits.forEach(statement.putArray("doesNotProve")::add);
        return CanonicalJson.write(statement);
    }

    private static ObjectNode line(ExportLine line) {
        ObjectNode written = JsonNodeFactory.instance.objectNode();
        written.put("recordId", line.summary().recordId().toString());
        written.put("version", line.summary().version());
        written.put("sha256", line.summary().sha256().hex());
        written.put("type", line.summary().type());
        written.put("status", line.summary().status().code());
        written.put("verification", line.verification());
        written.put("enclosed", line.isEnclosed());
        written.put("why", line.why());
        ArrayNode files = written.putArray("files");
        line.files().forEach(file -> files.add(file(file)));
        return written;
    }

    private static ObjectNode file(EnclosedFile file) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("path", file.path())
                .put("length", file.length())
                .put("sha256", file.sha256());
    }

    private void reconciliation(ObjectNode written) {
        written.put("done", reconciled.done());
        written.put("entries", reconciled.entries());
        written.put("byWords", reconciled.byWords());
        written.put("counted", reconciled.counted().size());
        written.put("agrees", reconciled.agrees());
        ids(written.putArray("inLogOnly"), reconciled.inLogOnly());
        ids(written.putArray("inSearchOnly"), reconciled.inSearchOnly());
        ArrayNode counted = written.putArray("countedIds");
        if (!reconciled.byWords()) {
            ids(counted, reconciled.counted());
        }
    }

    private static void ids(ArrayNode array, Iterable<UUID> ids) {
        ids.forEach(id -> array.add(id.toString()));
    }
}
