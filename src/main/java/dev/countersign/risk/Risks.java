package dev.countersign.risk;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the rules of {@code countersign.risk} demand of one login or signature (IDN-07). Rules add to what is asked; there is none that
 * takes anything away, so that both components stay demanded whatever is configured (11.200(a)(1)).
 */
public interface Risks {

    /**
     * @param address where the attempt comes from; null if nobody knows, which is in no zone
     * @param deviceKnown whether the person signed in on that device before
     */
    Assessment atLogin(@Nullable String address, boolean deviceKnown);

    /** @param recordType of what would be signed */
    Assessment atSigning(@Nullable String address, boolean deviceKnown, String recordType);

    /**
     * What the rules demand there of whoever wants to add a factor: those that name place, device or time, whether they hold at logins or at
     * signatures. A rule that holds everywhere says nothing of the moment, and is left out.
     */
    Assessment atRegistering(@Nullable String address, boolean deviceKnown);

    /** Codes of the record types that are called sensitive: whoever knows the types says whether they exist. */
    Set<String> sensitiveTypes();
}
