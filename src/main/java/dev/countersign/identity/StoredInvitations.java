package dev.countersign.identity;

import dev.countersign.crypto.Identifiers;
import dev.countersign.crypto.KeyVault;
import dev.countersign.crypto.KeyVault.SecretName;
import dev.countersign.crypto.Parts;
import dev.countersign.identity.InvitationMapper.Row;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Ledger;
import dev.countersign.worm.WormStore;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** {@link Invitations} in {@code app.invitation}. A code is spent by what it is for: an account that has its factors takes no others. */
@Component
class StoredInvitations implements Invitations {

    private static final int CODE_BYTES = 15;
    private static final int AUTHENTICATOR_BYTES = 20;
    private static final int GROUP = 6;

    private final InvitationMapper invitations;
    private final CredentialMapper credentials;
    private final People people;
    private final Factors factors;
    private final KeyVault vault;
    private final Identifiers identifiers;
    private final WormStore store;
    private final Ledger ledger;
    private final IdentitySettings settings;
    private final Clock clock;

    StoredInvitations(
            InvitationMapper invitations,
            CredentialMapper credentials,
            People people,
            Factors factors,
            KeyVault vault,
            Identifiers identifiers,
            WormStore store,
            Ledger ledger,
            IdentitySettings settings,
            Clock clock) {
        this.invitations = invitations;
        this.credentials = credentials;
        this.people = people;
        this.factors = factors;
        this.vault = vault;
        this.identifiers = identifiers;
        this.store = store;
        this.ledger = ledger;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    @Transactional
    public Invitation invite(Caller caller, String userId, String reason) {
        Person person = people.find(userId).orElseThrow(() -> IdentityRefusal.PERSON_NOT_FOUND.thrown(userId));
        if (person.state() != Person.State.CREATED) {
            throw IdentityRefusal.NOT_INVITABLE.thrown(userId, person.state().code());
        }
        String code = code();
        Instant expiresAt = clock.instant().plus(settings.invitationLasts()).truncatedTo(ChronoUnit.SECONDS);
        invitations.put(organisation(), userId, hash(userId, code), caller.actorId(), expiresAt);
        ledger.append(
                caller,
                IdentityEvent.high(
                                "person.invited",
                                IdentityEvent.person(userId),
                                Map.of("expiresAt", expiresAt.toString()))
                        .because(reason));
        return new Invitation(userId, code, expiresAt);
    }

    @Override
    public Person demand(String userId, String code) {
        String name = userId.strip().toLowerCase(Locale.ROOT);
        @Nullable Row row = StoredPeople.ID.matcher(name).matches() ? invitations.find(organisation(), name) : null;
        // compared for names nobody has too, so that an answer takes as long
        boolean matches =
                MessageDigest.isEqual(hash(name, code), row == null ? identifiers.randomBytes(32) : row.codeHash());
        Person person = people.find(name)
                .filter(one -> one.state() == Person.State.CREATED)
                .orElse(null);
        if (row == null || !matches || person == null) {
            throw IdentityRefusal.INVITATION_REFUSED.thrown();
        }
        if (!clock.instant().isBefore(row.expiresAt())) {
            throw IdentityRefusal.INVITATION_OVER.thrown(row.expiresAt());
        }
        return person;
    }

    @Override
    public String newAuthenticator() {
        return Base32.encode(identifiers.randomBytes(AUTHENTICATOR_BYTES));
    }

    @Override
    public void accept(Caller caller, Acceptance acceptance) {
        try {
            Person person = demand(acceptance.userId(), acceptance.code());
            long step = step(person, acceptance);
            factors.set(caller, person.userId(), acceptance.password(), acceptance.totpSecret());
            // what was typed here is no code to log in with
            credentials.spend(organisation(), person.userId(), step);
        } finally {
            Secrets.wipe(acceptance.password());
        }
    }

    private long step(Person person, Acceptance acceptance) {
        try (TotpSecret secret = TotpSecret.ofBase32(acceptance.totpSecret())
                .orElseThrow(() -> IdentityRefusal.SECRET_REFUSED.thrown(person.userId()))) {
            OptionalLong step =
                    OneTimeCodes.matching(secret, acceptance.totpCode().strip(), TotpSecret.step(clock.instant()));
            return step.orElseThrow(IdentityRefusal.CODE_REFUSED::thrown);
        }
    }

    /** 120 random bits, in groups that can be read over a telephone. */
    private String code() {
        return Base32.encode(identifiers.randomBytes(CODE_BYTES)).replaceAll("(.{" + GROUP + "})(?!$)", "$1-");
    }

    private byte[] hash(String userId, String code) {
        String typed = code.replaceAll("[\\s-]", "").toUpperCase(Locale.ROOT);
        return vault.hmac(SecretName.PEPPER, Parts.of("invitation/v1", organisation(), userId, typed));
    }

    private String organisation() {
        return store.installation().organisation();
    }
}
