package dev.countersign.alerts;

import org.jspecify.annotations.Nullable;

/** A channel did not take a notice. The reason names no address and no secret: it is shown to everybody. */
final class ChannelFailedException extends Exception {

    private static final long serialVersionUID = 1L;

    ChannelFailedException(String why, @Nullable Throwable cause) {
        super(why, cause);
    }

    String why() {
        return String.valueOf(getMessage());
    }
}
