package dev.countersign.workflow.web;

import dev.countersign.passkeys.Passkeys.Allowed;
import dev.countersign.workflow.Tasks.Asked;
import java.util.List;

/** What a page hands to {@code navigator.credentials.get}: all bytes in base64url. */
record PasskeyQuestion(String ceremonyId, String challenge, String host, List<Allowed> credentials) {

    static PasskeyQuestion of(Asked asked) {
        return new PasskeyQuestion(
                asked.ceremonyId().toString(),
                asked.question().challenge(),
                asked.question().host(),
                asked.question().credentials());
    }
}
