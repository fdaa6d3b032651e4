package dev.countersign;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.TestCaller.Answer;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.ledger.Ledger;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/** What every refused call has in common, whatever was wrong with it. */
@Component
public class RefusedCalls {

    private final StoredRows rows;
    private final Ledger ledger;

    RefusedCalls(StoredRows rows, Ledger ledger) {
        this.rows = rows;
        this.ledger = ledger;
    }

    /**
     * The answer to a call that is refused: one problem detail and one audit entry, of this kind; no other row of any table is another one.
     *
     * @param actor whose entry it is: a user id, a service account's name, or {@code anonymous}
     * @param code of the problem and of the entry
     * @param tried what the entry says was attempted, e.g. {@code process.start}
     */
    public Answer refusedAndNothingLeft(String actor, Supplier<Answer> attempt, String code, String tried) {
        int told = entriesOf(actor).total();
        Answer refused = rows.leftAloneBy(attempt);
        assertThat(refused.code()).as(refused.toString()).isEqualTo(code);
        assertThat(refused.header("Content-Type")).startsWith("application/problem+json");
        assertThat(refused.json().path("status").intValue()).isEqualTo(refused.status());
        assertThat(refused.json().path("detail").asText()).isNotBlank();
        Ledger.Page after = entriesOf(actor);
        assertThat(after.total() - told).as("entries of " + actor).isEqualTo(1);
        JsonNode entry = CanonicalJson.parse(after.items().get(0).bytes());
        assertThat(entry.path("type").asText()).isEqualTo("refused");
        assertThat(entry.at("/new/code").asText()).isEqualTo(code);
        assertThat(entry.at("/new/attempt").asText()).isEqualTo(tried);
        return refused;
    }

    /** All of them counted, the newest of them given. */
    private Ledger.Page entriesOf(String actor) {
        return ledger.search(new Ledger.Filter(null, null, actor, null, null), 0, 1);
    }
}
