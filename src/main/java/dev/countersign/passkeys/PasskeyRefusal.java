package dev.countersign.passkeys;

import dev.countersign.ledger.Refusal;
import dev.countersign.ledger.Refusal.Kind;
import dev.countersign.ledger.RefusedException;
import java.util.List;

/** Everything this module refuses to somebody who proved who they are. Numbers are never given to another rule. */
enum PasskeyRefusal {
    HOST(
            "PK-001",
            "passkey-host",
            Kind.INVALID,
            "Passkeys do not work at \"%s\" (expected: a host name, as localhost or qa.example.org; browsers have no passkeys for network"
                    + " addresses). Open this page by its name"),
    REFUSED(
            "PK-002",
            "passkey-refused",
            Kind.INVALID,
            "The passkey was not registered: %s. Try again, or use another authenticator"),
    EXISTS(
            "PK-003",
            "passkey-exists",
            Kind.CONFLICT,
            "This passkey is registered already (expected: one that never was). Make a new one"),
    CHALLENGE_OVER(
            "PK-004",
            "challenge-over",
            Kind.CONFLICT,
            "This took too long, was done already, or was begun in another session. Begin again"),
    NOT_FOUND(
            "PK-005",
            "passkey-not-found",
            Kind.NOT_FOUND,
            "There is no such active passkey (expected: one that works at this host). Use a code, or register one"),
    NAME(
            "PK-006",
            "passkey-name",
            Kind.INVALID,
            "The name of the passkey is refused (expected: 1 to 60 characters that show). Choose another"),
    LIMIT(
            "PK-007",
            "passkey-limit",
            Kind.CONFLICT,
            "You have %d active passkeys (expected: fewer before another is added). Revoke one that you do not use"),
    RISK(
            "PK-008",
            "passkey-not-here",
            Kind.FORBIDDEN,
            "Here and now no passkey is added: rule %s of the risk policy demands more than password and code (%s; expected: a place, device and"
                    + " time at which they are enough). Add it there, or sign in there and ask your IT administrator");

    private final String number;
    private final String code;
    private final Kind kind;
    private final String sentence;

    PasskeyRefusal(String number, String code, Kind kind, String sentence) {
        this.number = number;
        this.code = code;
        this.kind = kind;
        this.sentence = sentence;
    }

    RefusedException thrown(Object... facts) {
        return new RefusedException(new Refusal(number, code, kind, String.format(sentence, facts), List.of()));
    }
}
