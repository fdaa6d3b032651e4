package dev.countersign.records;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * What may be attached, told to whoever chooses files before they are sent (REC-08). It only saves people a way: {@link
 * Records#validate} judges what arrives.
 */
@Component
public class AttachmentRules {

    private final RecordsSettings settings;

    AttachmentRules(RecordsSettings settings) {
        this.settings = settings;
    }

    /** The ends names may have, without the dot and in small letters, each with the media type that goes with it. */
    public Map<String, String> endings() {
        Map<String, String> endings = new LinkedHashMap<>();
        Arrays.stream(MediaKind.values())
                .forEach(kind -> kind.extensions().forEach(ending -> endings.put(ending, kind.mediaType())));
        return endings;
    }

    /** Bytes of one attachment. */
    public long largest() {
        return settings.maxAttachment().toBytes();
    }

    /** Bytes of a version's content and attachments together. */
    public long largestTogether() {
        return settings.maxTotal().toBytes();
    }

    /** How many one version has. */
    public int most() {
        return settings.maxAttachments();
    }
}
