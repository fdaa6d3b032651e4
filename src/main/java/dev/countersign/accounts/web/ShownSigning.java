package dev.countersign.accounts.web;

import dev.countersign.authority.Authority;
import dev.countersign.authority.KnownMeanings;
import dev.countersign.authority.Permission;
import dev.countersign.authority.SignatureAuthorities;
import dev.countersign.authority.SignatureAuthorities.Decided;
import dev.countersign.authority.SignatureAuthorities.Standing;
import dev.countersign.ledger.Caller;
import dev.countersign.worm.KnownTypes;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.stereotype.Component;

/** What the pages of accounts show of signature authority. */
@Component
class ShownSigning {

    private final SignatureAuthorities authorities;
    private final Authority authority;
    private final KnownTypes types;
    private final KnownMeanings meanings;

    ShownSigning(SignatureAuthorities authorities, Authority authority, KnownTypes types, KnownMeanings meanings) {
        this.authorities = authorities;
        this.authority = authority;
        this.types = types;
        this.meanings = meanings;
    }

    /**
     * @param granted by two people and not taken away
     * @param asks whether whoever looks may ask, and take away
     * @param types that can be named; {@code meanings} likewise
     */
    record OfPerson(
            Standing standing,
            List<Decided> granted,
            List<Decided> open,
            boolean asks,
            Set<String> types,
            Set<String> meanings) {}

    /** @param decides whether whoever looks may decide */
    record Waiting(List<Decided> requests, boolean decides) {}

    OfPerson of(Caller caller, String userId) {
        Set<String> signable = new TreeSet<>(meanings.codes());
        signable.remove(KnownMeanings.REJECTION);
        return new OfPerson(
                authorities.standing(caller, userId),
                ofPerson(userId, authorities.granted(caller)),
                ofPerson(userId, authorities.waiting(caller)),
                !caller.actorId().equals(userId)
                        && authority.may(caller.actorId(), Permission.REQUEST_SIGNATURE_AUTHORITY),
                new TreeSet<>(types.codes()),
                signable);
    }

    Waiting waiting(Caller caller) {
        return new Waiting(
                authorities.waiting(caller), authority.may(caller.actorId(), Permission.GRANT_SIGNATURE_AUTHORITY));
    }

    private static List<Decided> ofPerson(String userId, List<Decided> all) {
        return all.stream().filter(one -> one.userId().equals(userId)).toList();
    }
}
