package dev.countersign.records;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/** How much a record may hold ({@code countersign.records.*}). */
@ConfigurationProperties("countersign.records")
record RecordsSettings(
        @DefaultValue("5MB") DataSize maxContent,
        @DefaultValue("50MB") DataSize maxAttachment,
        @DefaultValue("200MB") DataSize maxTotal,
        @DefaultValue("50") int maxAttachments) {

    RecordsSettings {
        if (maxContent.isNegative()
                || maxAttachment.isNegative()
                || maxTotal.compareTo(maxAttachment) < 0
                || maxAttachments < 0) {
            throw new IllegalArgumentException(
                    "countersign.records: limits must not be negative, and max-total must be at"
                            + " least max-attachment");
        }
    }
}
