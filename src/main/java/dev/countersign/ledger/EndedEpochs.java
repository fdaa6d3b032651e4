package dev.countersign.ledger;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** The epochs of the log that ended, as two people decided each time: what links an earlier epoch's key to the log of today. */
@Component
public class EndedEpochs {

    private static final Logger LOG = LoggerFactory.getLogger(EndedEpochs.class);

    private final Epochs epochs;

    EndedEpochs(Epochs epochs) {
        this.epochs = epochs;
    }

    /**
     * An epoch that ended.
     *
     * @param verifierKey of the log in that epoch
     * @param kept how many of its entries the log went on with
     */
    public record Ended(String verifierKey, long kept) {}

    /** Oldest first; none if what is stored of them is not what two people decided: then nothing links them. */
    public List<Ended> all() {
        try {
            return epochs.ended();
        } catch (LogBrokenException e) {
            LOG.error("No earlier epoch of the audit log is vouched for: {}", e.getMessage());
            return List.of();
        }
    }
}
