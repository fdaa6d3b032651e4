package dev.countersign.worm;

import java.util.UUID;

/**
 * Which installation speaks: written into everything that is hashed or signed.
 *
 * @param organisation short name of the organisation, e.g. {@code demo}
 * @param installationId made once, at the first start on an empty database
 * @param environment {@code demo} or {@code regulated}, for ever
 */
public record Installation(String organisation, UUID installationId, String environment) {

    public boolean isDemo() {
        return "demo".equals(environment);
    }
}
