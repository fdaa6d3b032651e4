package dev.countersign.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Who acts, and from where: the "who" and "from where" of every audit entry (AUD-01).
 *
 * @param actorId user id of a person, name of a service account, or {@code system:<part>}
 * @param kind what the actor is
 * @param session reference of the session, never its secret id; null without one
 * @param address network address the call came from; null for the system's own acts
 * @param integration name of the integration, for service accounts
 * @param device id of the known device the session began on; null on any other
 * @param arrival how the session began; null without one
 */
public record Caller(
        String actorId,
        Kind kind,
        @Nullable String session,
        @Nullable String address,
        @Nullable String integration,
        @Nullable String device,
        @Nullable Arrival arrival) {

    /**
     * @param at when both components held
     * @param deviceKnown whether the person had signed in on the device before
     */
    public record Arrival(Instant at, boolean deviceKnown) {}

    public enum Kind {
        PERSON("person"),
        SERVICE_ACCOUNT("service-account"),
        SYSTEM("system"),
        ANONYMOUS("anonymous");

        private final String code;

        Kind(String code) {
            this.code = code;
        }

        public String code() {
            return code;
        }
    }

    public static Caller person(String userId, @Nullable String session, @Nullable String address) {
        return new Caller(userId, Kind.PERSON, session, address, null, null, null);
    }

    /** The same caller, on that known device. */
    public Caller on(@Nullable String knownDevice) {
        return new Caller(actorId, kind, session, address, integration, knownDevice, arrival);
    }

    /** The same caller, in a session that began so. */
    public Caller arrived(Arrival how) {
        return new Caller(actorId, kind, session, address, integration, device, how);
    }

    public static Caller serviceAccount(String name, @Nullable String address) {
        return new Caller(name, Kind.SERVICE_ACCOUNT, null, address, name, null, null);
    }

    public static Caller system(String part) {
        return new Caller("system:" + part, Kind.SYSTEM, null, null, null, null, null);
    }

    /** Somebody not yet known, e.g. at a failed login. */
    public static Caller anonymous(@Nullable String address) {
        return new Caller("anonymous", Kind.ANONYMOUS, null, address, null, null, null);
    }

    public boolean isPerson() {
        return kind == Kind.PERSON;
    }
}
