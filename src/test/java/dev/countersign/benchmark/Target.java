package dev.countersign.benchmark;

import java.util.Locale;

/** What a figure should be: at least a number, or at most. */
record Target(boolean least, double value) {

    static Target atLeast(double value) {
        return new Target(true, value);
    }

    static Target atMost(double value) {
        return new Target(false, value);
    }

    boolean isMetBy(double measured) {
        return least ? measured >= value : measured <= value;
    }

    /** How much better than asked for: 1 is exactly the target, 2 twice as good. */
    double reached(double measured) {
        if (measured == value) {
            return 1;
        }
        return least ? measured / value : value / measured;
    }

    String text(Unit unit) {
        return String.format(Locale.ROOT, "%s %s", least ? "≥" : "≤", unit.write(value));
    }
}
