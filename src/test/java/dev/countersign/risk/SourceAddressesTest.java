package dev.countersign.risk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.Requirement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Requirement("INT-01")
class SourceAddressesTest {

    @ParameterizedTest
    @CsvSource({
        "192.0.2.7, 192.0.2.7, true",
        "192.0.2.7, 192.0.2.8, false",
        "10.20.0.0/16, 10.20.255.1, true",
        "10.20.0.0/16, 10.21.0.1, false",
        "10.20.0.0/0, 203.0.113.9, true",
        "192.0.2.128/25, 192.0.2.127, false",
        "2001:db8::/32, 2001:db8:ffff::1, true",
        "2001:db8::/33, 2001:db8:ffff::1, false",
        "::1, 0:0:0:0:0:0:0:1, true",
        "::1, 0:0:0:0:0:0:0:1%lo, true",
        "::/0, 192.0.2.7, false",
        "::ffff:192.0.2.7, 192.0.2.7, true",
        "192.0.2.7, not an address, false"
    })
    void anAddressIsAllowedByItselfOrByItsNetwork(String source, String address, boolean allowed) {
        assertThat(SourceAddresses.allow(List.of(source), address)).isEqualTo(allowed);
    }

    @Test
    void withoutSourcesEveryAddressIs() {
        assertThat(SourceAddresses.allow(List.of(), "203.0.113.9")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "example.org",
                "localhost",
                "192.0.2",
                "192.0.2.256",
                "192.0.2.0/33",
                "2001:db8::/129",
                "::1/",
                "1.2.3.4/-1",
                "1::2::3",
                "192.0.2.7,",
                "*",
                "c0000207"
            })
    void whatIsNoAddressIsNoSource(String text) {
        assertThat(SourceAddresses.isSource(text)).isFalse();
    }
}
