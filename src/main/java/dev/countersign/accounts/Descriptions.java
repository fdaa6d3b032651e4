package dev.countersign.accounts;

import dev.countersign.identity.People.Description;
import dev.countersign.ledger.Caller;

/**
 * Another name, title or time zone of somebody (11.50(a), 11.100(b)). What was signed before says for ever what it said. A certificate names
 * its person: another printed name ends it, and the person makes a new key, which a QA Manager certifies with a document that has the new
 * name.
 */
public interface Descriptions {

    /**
     * Describes somebody otherwise; by an IT Administrator, about somebody else; audited with what was before.
     *
     * @throws dev.countersign.ledger.RefusedException {@code not-authorized}, {@code second-person-required}, {@code person-not-found}, {@code
     *     account-ended}, {@code person-refused}, {@code nothing-changed}, {@code reason-required}; {@code last-of-role} if nobody else could
     *     certify the person anew
     */
    void describe(Caller administrator, String userId, Description described, String reason);
}
