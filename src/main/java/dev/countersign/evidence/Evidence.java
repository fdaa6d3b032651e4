package dev.countersign.evidence;

import dev.countersign.evidence.verify.Report;
import java.util.UUID;

/**
 * What can be proved from stored bytes alone (11.10(a), (b), KEY-05). Shares no code path with what wrote them beyond digests,
 * keys, the reading of certificates and of JSON. Asks no column, no engine and no cache.
 */
public interface Evidence {

    /** Checks one version with everything it rests on. */
    Report verify(UUID recordId, int version);

    /** Checks one signature and the version it is on. */
    Report verifySignature(UUID signatureId);
}
