package dev.countersign.models;

import java.util.Arrays;
import java.util.Optional;

/** Every delegate that a model can call, and what calling it means to the proof. A delegate that is not named here cannot be modelled. */
public enum Delegate {
    KEEP_RECORD("keepRecord", Meaning.PREPARES, "keeps the version that the start brought"),
    PLAN_SIGNATURES("planSignatures", Meaning.PREPARES, "fixes the signatures that the record's type demands"),
    PUT_IN_REVIEW(
            "putInReview", Meaning.BEGINS_VERSION, "puts the newest version in review: signatures count from here on"),
    CHECK_AUTHORITY(
            "checkAuthority", Meaning.CONTROLS, "first control of a signature: assignee, role, separation of duties"),
    CHECK_REAUTHENTICATION(
            "checkReauthentication", Meaning.CONTROLS, "second control: password and second factor, just now"),
    BIND_SIGNATURE("bindSignature", Meaning.CONTROLS, "third control: the statement, signed over the version's hash"),
    PERSIST_SIGNATURE(
            "persistSignature",
            Meaning.CONTROLS,
            "fourth control: signature and audit entries in the write-once store"),
    SEND_TO_REWORK("sendToRework", Meaning.ENDS_VERSION, "sends a rejected version back: its signatures count no more"),
    WITHDRAW_RECORD("withdrawRecord", Meaning.ENDS_VERSION, "withdraws the record"),
    MAKE_EFFECTIVE("makeEffective", Meaning.EFFECT, "makes the version effective"),
    DEPLOY_MODELS("deployModels", Meaning.EFFECT, "deploys the models that the record holds"),
    BREAK_GLASS("breakGlass", Meaning.EFFECT, "carries out the intervention that the record holds"),
    TELL_PEOPLE("tellPeople", Meaning.NEUTRAL, "tells people something, on their page and by e-mail");

    /** What {@link #TELL_PEOPLE} is given: a role code, or {@link #TO_THE_AUTHOR}. */
    public static final String NOTICE_TO = "noticeTo";

    /** What {@link #TELL_PEOPLE} is given: 1 to 200 characters. */
    public static final String NOTICE_TEXT = "noticeText";

    /** Whoever wrote the version. */
    public static final String TO_THE_AUTHOR = "author";

    /** What a delegate means to the proof. */
    public enum Meaning {
        PREPARES("happens before review"),
        BEGINS_VERSION("signatures count from here on, those of before do not"),
        /** In the order of the delegates of this meaning. */
        CONTROLS("one of the four controls, in the signature step alone"),
        ENDS_VERSION("no signature counts until another version is put in review"),
        EFFECT("needs every signature of the plan"),
        NEUTRAL("may happen anywhere, at the same time as anything");

        private final String words;

        Meaning(String words) {
            this.words = words;
        }

        /** In words that follow “it”. */
        public String words() {
            return words;
        }
    }

    private final String expressionName;
    private final Meaning meaning;
    private final String does;

    Delegate(String expressionName, Meaning meaning, String does) {
        this.expressionName = expressionName;
        this.meaning = meaning;
        this.does = does;
    }

    /** The name in {@code camunda:delegateExpression="${name}"}. */
    public String expressionName() {
        return expressionName;
    }

    public Meaning meaning() {
        return meaning;
    }

    /** What it does, in words that follow its name. */
    public String does() {
        return does;
    }

    static Optional<Delegate> named(String name) {
        return Arrays.stream(values())
                .filter(delegate -> delegate.expressionName.equals(name))
                .findFirst();
    }

    /** From {@code ${name}}; empty for anything else. */
    public static Optional<Delegate> in(String expression) {
        return expression.startsWith("${") && expression.endsWith("}")
                ? named(expression.substring(2, expression.length() - 1).strip())
                : Optional.empty();
    }
}
