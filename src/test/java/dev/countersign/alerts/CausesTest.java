package dev.countersign.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Which entries give alarm, and which do not. */
@CountersignTest
@Requirement("IDN-04")
class CausesTest {

    private static final String ENTRY = """
            {"actor":{"id":"somebody","kind":"person"},"entryId":"019ac000-0000-7000-8000-000000000001",\
            "new":%s,"source":{"address":"203.0.113.7"},"subject":"%s","time":"2026-11-22T11:00:00.000000Z","type":"%s"}""";

    @Autowired
    private Causes causes;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "verification.failed       | {}                                              | verification-failed",
                "record.integrity-failed   | {}                                              | verification-failed",
                "witness.alarm-raised      | {}                                              | witness-alarm",
                "log.recovery-entered      | {}                                              | log-recovery",
                "log.epoch-opened          | {}                                              | log-recovery",
                "copies.alarm-raised       | {}                                              | copies-alarm",
                "passkey.suspended            | {}                                              | authenticator-cloned",
                "device.revoked            | {}                                              | authenticator-revoked",
                "device.lost               | {}                                              | authenticator-revoked",
                "refused                   | {'code':'second-person-required','rule':'ID-035'} | control-refused",
                "review.overdue            | {}                                              | work-overdue",
                "break-glass.carried-out   | {}                                              | break-glass",
                "refused                   | {'code':'not-authorized','rule':'WFL-087'}      | control-refused",
                "refused                   | {'code':'not-authorized','rule':'WFL-089'}      | control-refused",
                "alert.channel-failed      | {}                                              | channel-failed",
                "login.failed              | {'cause':'wrong-code','failures':10,'lockedUntil':'2026'} | login-locked",
                "login.password.failed     | {'cause':'wrong-password','failures':10,'lockedUntil':'2026'} | login-locked",
                "presence.failed           | {'cause':'wrong-code','failures':10,'lockedUntil':'2026'} | signing-locked",
                "presence.password.failed  | {'cause':'wrong-password','failures':10,'lockedUntil':'2026'} | signing-locked",
                "presence.components.failed | {'cause':'wrong-password','failures':10,'lockedUntil':'2026'} | signing-locked",
                "reauthentication.failed   | {'cause':'wrong-code','failures':10,'lockedUntil':'2026'} | signing-locked",
                "reauthentication.failed   | {'cause':'wrong-code','failures':50,'closed':true} | signing-locked",
                "reauthentication.failed   | {'cause':'wrong-code','failures':5}             | repeated-failures",
                "login.failed              | {'cause':'wrong-code','failures':5}             | repeated-failures",
                "login.failed              | {'cause':'login-refused','rule':'ID-070'}     | control-refused",
                "refused                   | {'code':'not-authorized','rule':'SIG-040'}      | control-refused",
                "evidence.viewed           | {'failed':['audit of the version'],'verification':'INVALID'} | verification-failed",
                "evidence.exported         | {'failed':['verification'],'verification':'NOT_DONE'} | verification-failed",
                "catalogue.fingerprinted   | {'intact':false}                                | guards-changed",
                "clocks.compared           | {'withinLimit':false}                           | clocks-disagree",
                "refused                   | {'code':'too-many-failures','rule':'WEB-016'}   | address-slowed",
                "refused                   | {'code':'malware-found','rule':'REC-016'}       | malware-found",
                "refused                   | {'code':'not-authorized','rule':'AUT-003'}      | control-refused",
                "refused                   | {'code':'sign-instead','rule':'WFL-011'}        | control-refused",
            })
    void givesAlarm(String type, String told, String kind) {
        assertThat(of(type, told))
                .get()
                .extracting(cause -> cause.kind().code())
                .isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "login.succeeded         | {}",
                "login.failed            | {'cause':'wrong-code','failures':4}",
                "login.failed            | {'cause':'passkey-required','rule':'ID-071'}",
                "login.failed            | {'cause':'locked','lockedUntil':'2026'}",
                "presence.failed         | {'cause':'spent-code'}",
                "reauthentication.failed | {'cause':'locked','lockedUntil':'2026'}",
                "reauthentication.failed | {'cause':'wrong-code','failures':4}",
                "evidence.viewed         | {'verification':'VALID'}",
                "evidence.exported       | {'verification':'INDETERMINATE'}",
                "catalogue.fingerprinted | {'intact':true}",
                "clocks.compared         | {'withinLimit':true}",
                "refused                 | {'code':'reason-required','rule':'WFL-007'}",
                "refused                 | {'code':'malware-scan-unavailable','rule':'REC-017'}",
                "alert.raised            | {'kind':'login-locked'}",
                "alert.escalated         | {'kind':'login-locked'}",
            })
    void givesNone(String type, String told) {
        assertThat(of(type, told)).isEmpty();
    }

    @Test
    void knowsWhomItIsAbout() {
        assertThat(of("login.failed", "{'failures':9}").orElseThrow().about()).isEqualTo("victim");
        assertThat(of("refused", "{'rule':'AUT-003'}").orElseThrow().about()).isEqualTo("somebody");
        assertThat(of("witness.alarm-raised", "{}").orElseThrow().subject()).isEqualTo("person:victim");
    }

    private Optional<Cause> of(String type, String told) {
        String entry = ENTRY.formatted(told.replace('\'', '"'), "person:victim", type);
        return causes.of(entry.getBytes(StandardCharsets.UTF_8));
    }
}
