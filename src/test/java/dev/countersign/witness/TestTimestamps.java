package dev.countersign.witness;

import dev.countersign.crypto.Identifiers;
import dev.countersign.crypto.OpensslAuthority;
import dev.countersign.crypto.TimestampHash;
import dev.countersign.crypto.TimestampRefusedException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Timestamp authorities of a test's own. */
public final class TestTimestamps {

    private TestTimestamps() {}

    /** Asks that authority, and trusts it. */
    public static TimestampSettings settings(OpensslAuthority authority) {
        return settings(authority.url(), authority.root());
    }

    static TimestampSettings settings(String url, Path certificates) {
        return new TimestampSettings(
                url,
                certificates.toString(),
                "",
                TimestampHash.SHA_256,
                List.of(),
                Duration.ofSeconds(2),
                Duration.ofSeconds(5),
                Duration.ofHours(1),
                Duration.ofMinutes(1),
                Duration.ofDays(90),
                Duration.ofMinutes(1),
                50);
    }

    /** The same, but for hashes. */
    public static TimestampSettings over(TimestampSettings given, TimestampHash hash, List<TimestampHash> ending) {
        return new TimestampSettings(
                given.url(),
                given.certificates(),
                given.policy(),
                hash,
                ending,
                given.connecting(),
                given.answering(),
                given.every(),
                given.looking(),
                given.lead(),
                given.tolerance(),
                given.renewals());
    }

    /** The same, but waiting for an answer as long as this. */
    static TimestampSettings waiting(TimestampSettings given, Duration answering) {
        return new TimestampSettings(
                given.url(),
                given.certificates(),
                given.policy(),
                given.hash(),
                given.ending(),
                given.connecting(),
                answering,
                given.every(),
                given.looking(),
                given.lead(),
                given.tolerance(),
                given.renewals());
    }

    public static Timestamps configured(TimestampSettings settings) {
        return TimestampConfiguration.configured(settings, new Identifiers(Clock.systemUTC()), false);
    }

    /** The same authority under a name of a test's own. */
    public static Timestamps named(String name, Timestamps timestamps) {
        TimestampAuthority authority = timestamps.authority().orElseThrow();
        TimestampAuthority named = new TimestampAuthority() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Answer stamp(byte[] message) {
                return authority.stamp(message);
            }

            @Override
            public Token judge(byte[] token) throws TimestampRefusedException {
                return authority.judge(token);
            }
        };
        return new Timestamps(Optional.of(named), timestamps.certificates());
    }
}
