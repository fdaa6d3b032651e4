package dev.countersign.alerts;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Messages to one person each by SMTP, where a mail server and a sender are named. */
public interface Post {

    /** Whether anything is sent at all. */
    boolean isOpen();

    /** @throws NotTakenException if it is not certain that the server took it */
    void send(Letter letter) throws NotTakenException;

    /** @param id the same whenever it is sent again @param title one line */
    record Letter(UUID id, String address, String title, String text) {}

    /** The mail server did not take a message. The reason names no address and no secret: it is shown to everybody. */
    final class NotTakenException extends Exception {

        private static final long serialVersionUID = 1L;

        NotTakenException(String why, @Nullable Throwable cause) {
            super(why, cause);
        }

        public String why() {
            return String.valueOf(getMessage());
        }
    }
}
