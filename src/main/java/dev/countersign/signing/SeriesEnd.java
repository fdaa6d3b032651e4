package dev.countersign.signing;

import java.util.Locale;

/** Why a person's newest series of signatures goes on no more for them, as they are told it (SIG-02, SIG-10). */
public enum SeriesEnd {
    /** No signature for longer than the policy allows. */
    IDLE,
    /** It lasted as long as the policy allows. */
    TOO_LONG,
    /** It has as many signatures as the policy allows. */
    COUNT,
    /** It began on another device or at another network address. */
    PLACE,
    /** Account, roles, password, authenticator or passkeys are not what they were. */
    ACCOUNT,
    /** The screen was locked, or its session ended. */
    SESSION,
    /** A component was wrong. */
    FAILED,
    /** The person ended it. */
    BY_PERSON;

    /** As it is answered. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
