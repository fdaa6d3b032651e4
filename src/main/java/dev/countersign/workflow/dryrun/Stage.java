package dev.countersign.workflow.dryrun;

import dev.countersign.models.Delegate;
import dev.countersign.models.Delegate.Meaning;
import dev.countersign.models.RequiredSignatures.Step;
import dev.countersign.records.RecordStatus;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a dry run is played: the record, and what the choice that is being carried out brings with it. It refuses what the running system
 * refuses. One thread at a time.
 */
final class Stage {

    private static final List<Delegate> CONTROLS = Arrays.stream(Delegate.values())
            .filter(delegate -> delegate.meaning() == Meaning.CONTROLS)
            .toList();

    private Standing standing = Standing.drafted(true);
    private Standing before = standing;
    private List<Step> plan = List.of();
    private @Nullable Signing signing;
    private boolean door;
    private boolean kept;
    private boolean keptBefore;
    private boolean revised;
    private boolean withdrawal;
    private boolean closing;
    private @Nullable String unsigned;

    /** A signature that is under way. */
    private static final class Signing {
        final boolean approve;
        int controls;

        Signing(boolean approve) {
            this.approve = approve;
        }
    }

    Standing standing() {
        return standing;
    }

    /** A new play. */
    void open(boolean byPerson, List<Step> plan) {
        this.plan = plan;
        standing = Standing.drafted(byPerson);
        closing = false;
        unsigned = null;
        kept = false;
        begin(true);
    }

    /** Nothing is guarded any more: the play is over and what is left of it is taken away. */
    void close() {
        closing = true;
    }

    /**
     * One transaction begins.
     *
     * @param throughDoor whether one of the running system's doors opens it, as it does for people; for a clock or a message none does
     */
    void begin(boolean throughDoor) {
        before = standing;
        keptBefore = kept;
        door = throughDoor;
        signing = null;
        revised = false;
        withdrawal = false;
    }

    void rollBack() {
        standing = before;
        kept = keptBefore;
    }

    void sign(boolean approve) {
        signing = new Signing(approve);
    }

    /** Only while a version is asked for; else nothing is handed in and the guard of the task says so. */
    void handIn() {
        if (standing.status() == RecordStatus.IN_REWORK) {
            revised = true;
            standing = standing.revised();
        }
    }

    void withdraw() {
        withdrawal = true;
    }

    /** What must not happen and happened, even if the model caught it. */
    void demandSigned() {
        if (unsigned != null) {
            throw new Unsigned(unsigned);
        }
    }

    // what the running system's guards demand of every way out of a step

    void leavesSignature() {
        if (signing == null) {
            guard("a signature step is left by signing or by withdrawal alone");
        }
    }

    void endsStep() {
        if (signing == null || signing.controls < CONTROLS.size()) {
            guard("a signature step ends with its stored signature or by withdrawal alone");
        }
    }

    void leavesRework() {
        if (!revised) {
            guard("this task is left by handing in the next version, or by withdrawal, alone");
        }
    }

    void endsApproval() {
        if (standing.status() != RecordStatus.EFFECTIVE && standing.status() != RecordStatus.WITHDRAWN) {
            guard("an approval ends with its record effective or withdrawn; it is "
                    + standing.status().code());
        }
    }

    private void guard(String sentence) {
        if (!withdrawal && !closing) {
            throw new Refused(sentence);
        }
    }

    // what the delegates do

    void keepRecord() {
        kept = true;
    }

    /** What a delegate reads; a new record has none before it is kept. */
    void demandRecord(String element) {
        if (!kept) {
            throw new Refused("there is no record yet at " + element + ": keepRecord comes first");
        }
    }

    void demandDoor(String element) {
        if (!door) {
            throw new Refused("step " + element + " ends only in a transaction that somebody's act begins");
        }
    }

    void control(Delegate control) {
        Signing one = signing;
        if (one == null || CONTROLS.indexOf(control) != one.controls) {
            throw new Refused("the control " + control.expressionName() + " is called out of its order");
        }
        one.controls++;
    }

    /** @return what was decided */
    boolean persist(String step, String role) {
        control(Delegate.PERSIST_SIGNATURE);
        Signing one = signing;
        if (one == null || standing.status() != RecordStatus.IN_REVIEW) {
            throw new Refused("no version is in review that could be signed");
        }
        standing = standing.signed(step, role, one.approve);
        return one.approve;
    }

    void putInReview() {
        move(RecordStatus.IN_REVIEW, standing.status() == RecordStatus.DRAFT);
    }

    void sendToRework() {
        if (!standing.isRejected()) {
            throw new Refused("a version is sent to rework for the reason of a rejection, and nobody rejected it");
        }
        move(RecordStatus.IN_REWORK, standing.status() == RecordStatus.IN_REVIEW);
    }

    void withdrawRecord() {
        if (!withdrawal) {
            throw new Refused("a record is withdrawn when somebody asks for it, by the message record-withdrawn alone");
        }
        move(RecordStatus.WITHDRAWN, true);
    }

    private void move(RecordStatus to, boolean allowed) {
        if (!allowed) {
            throw new Refused("a record that is " + standing.status().code() + " does not become " + to.code());
        }
        standing = standing.moved(to);
    }

    void effect(Delegate delegate, String element) {
        boolean releases = delegate == Delegate.MAKE_EFFECTIVE;
        boolean fits =
                standing.status() == RecordStatus.IN_REVIEW || !releases && standing.status() == RecordStatus.EFFECTIVE;
        if (!fits || !standing.bears(plan)) {
            unsigned = "the effect " + delegate.expressionName() + " at " + element
                    + " was reached while the record was " + standing.status().code() + " with "
                    + (standing.signatures().isEmpty() ? "no signatures" : "the signatures " + standing.signatures())
                    + " (expected: " + String.join(", ", standing.demanded(plan)) + ")";
            throw new Unsigned(unsigned);
        }
        demandDoor(element);
        if (delegate == Delegate.BREAK_GLASS && standing.status() != RecordStatus.EFFECTIVE) {
            throw new Refused("an intervention is carried out when its record is effective, and it is "
                    + standing.status().code() + ": makeEffective comes first");
        }
        standing = standing.after(element, delegate.expressionName());
        if (releases) {
            standing = standing.moved(RecordStatus.EFFECTIVE);
        }
    }
}
