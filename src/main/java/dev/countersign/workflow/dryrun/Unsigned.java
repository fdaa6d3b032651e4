package dev.countersign.workflow.dryrun;

/** An effect was reached without its signatures: whatever led there, the model is wrong. */
final class Unsigned extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Unsigned(String sentence) {
        super(sentence, null, false, false);
    }
}
