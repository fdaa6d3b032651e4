package dev.countersign.authority;

import dev.countersign.authority.CertificationLetters.Letter;
import dev.countersign.ledger.Refusal;
import dev.countersign.worm.WormStore;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Whether the organisation certified its electronic signatures to FDA (11.100(c)). Answered from memory once it did: a confirmed letter stays one. */
@Component
class CertifiedOrganisation {

    private final CertificationLetterMapper letters;
    private final WormStore store;
    private volatile boolean certified;

    CertifiedOrganisation(CertificationLetterMapper letters, WormStore store) {
        this.letters = letters;
        this.store = store;
    }

    /** Why nobody signs yet, if so: no letter counts. Never in a demonstration, whose signatures bind nobody. */
    Optional<Refusal> refusalToSign() {
        if (certified || store.installation().isDemo()) {
            return Optional.empty();
        }
        List<Letter> recorded = letters.all(store.installation().organisation());
        if (recorded.stream().anyMatch(Letter::counts)) {
            certified = true;
            return Optional.empty();
        }
        return Optional.of(
                AuthorityRefusal.NOT_CERTIFIED.of(recorded.isEmpty() ? "not recorded" : "recorded and not confirmed"));
    }
}
