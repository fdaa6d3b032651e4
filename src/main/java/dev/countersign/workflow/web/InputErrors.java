package dev.countersign.workflow.web;

import dev.countersign.ledger.Refusal.InputError;
import java.util.ArrayList;
import java.util.List;

/** What is wrong in one body, at most the first hundred of it: a body of nothing but mistakes would fill the memory with them. */
final class InputErrors {

    private static final int MOST = 100;

    private final List<InputError> errors = new ArrayList<>();

    /** @param pointer RFC 6901, from the body's root */
    void add(String pointer, String detail) {
        if (!isFull()) {
            errors.add(new InputError(pointer, detail));
        }
    }

    boolean isFull() {
        return errors.size() >= MOST;
    }

    List<InputError> all() {
        return List.copyOf(errors);
    }
}
