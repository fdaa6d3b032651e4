package dev.countersign.signing;

import dev.countersign.authority.KnownMeanings;
import java.util.Set;
import org.springframework.stereotype.Component;

/** The controlled list of meanings, for whoever decides who may sign with which. */
@Component
class ListedMeanings implements KnownMeanings {

    @Override
    public Set<String> codes() {
        return Meanings.codes();
    }
}
