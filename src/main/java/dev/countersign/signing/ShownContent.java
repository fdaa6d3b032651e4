package dev.countersign.signing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.countersign.records.RecordVersion;
import dev.countersign.records.Records;
import dev.countersign.records.Records.RecordType;
import dev.countersign.signing.VersionChanges.Side;
import java.util.List;
import org.springframework.stereotype.Component;

/** Content for whoever reads a record, in the sections in which a signer is shown it. */
@Component
public class ShownContent {

    private final Records records;

    ShownContent(Records records) {
        this.records = records;
    }

    /** @throws dev.countersign.records.RecordAlteredException if what is stored is not what was hashed */
    public List<ContentSection> of(RecordVersion version) {
        return ContentSection.of(ContentSections.of(typeName(version), schema(version), records.content(version)));
    }

    /**
     * What changed from one version of a record to another (REC-05).
     *
     * @throws dev.countersign.records.RecordAlteredException if what is stored of either is not what was hashed
     */
    public List<ContentChange> changes(RecordVersion before, RecordVersion after) {
        ArrayNode changes = JsonNodeFactory.instance.arrayNode();
        VersionChanges.addTo(
                changes,
                schema(after),
                new Side(before, records.content(before)),
                new Side(after, records.content(after)),
                null);
        return ContentChange.of(changes);
    }

    private JsonNode schema(RecordVersion version) {
        return records.type(version.type()).map(RecordType::schema).orElseGet(JsonNodeFactory.instance::objectNode);
    }

    /** The record type's name for people. */
    public String typeName(RecordVersion version) {
        return records.type(version.type()).map(RecordType::printedName).orElse(version.type());
    }
}
