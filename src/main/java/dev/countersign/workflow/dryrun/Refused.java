package dev.countersign.workflow.dryrun;

/**
 * What the running system would refuse here: its delegates, or the guards around its steps.
 *
 * <p>Where a person must be able to do it, the model is wrong; where a timer or a message tries it, the control holds.
 */
final class Refused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param sentence that goes on after what was tried */
    Refused(String sentence) {
        super(sentence, null, false, false);
    }
}
