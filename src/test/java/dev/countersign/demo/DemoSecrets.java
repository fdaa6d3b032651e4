package dev.countersign.demo;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/** The published secrets, for tests that play these people's authenticator apps. */
public final class DemoSecrets {

    private DemoSecrets() {}

    /** Base32 by user id. */
    public static Map<String, String> byUserId() {
        return Arrays.stream(DemoPerson.values()).collect(Collectors.toMap(DemoPerson::userId, DemoPerson::secret));
    }
}
