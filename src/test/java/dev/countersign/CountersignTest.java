package dev.countersign;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.test.context.ContextConfiguration;

/**
 * A test of the whole application: real embedded PostgreSQL, demo organisation, random ports. All such tests of a process, of
 * which a run of the build has two, share one context and one database: make records of your own, and never assume an empty table. Nothing may be added beside this
 * annotation that makes another context ({@code @MockBean}, {@code @TestPropertySource}, …).
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "countersign.sign-port=0",
            "countersign.session.idle=365d",
            "countersign.verification.first=365d",
            "countersign.alerts.every=100ms",
            "countersign.session.longest=3650d",
            // one meaning in series of four; whoever gives all components every time notices nothing
            "countersign.signing.meanings.authorship.components=SERIES",
            "countersign.signing.meanings.authorship.signatures=4",
            // one meaning may be signed over a list
            "countersign.signing.meanings.review.records-per-list=200",
            // all tests fail from one address, and none of them counts seconds
            "countersign.web.failures-at-once=160",
            "countersign.web.failure-interval=10m",
            // networks nobody else's test comes from
            "countersign.risk.zones.abroad=198.18.1.0/24",
            "countersign.risk.zones.hostile=198.18.2.0/24,2001:db8:bad::/48",
            "countersign.risk.zones.airport=198.18.3.0/24",
            "countersign.risk.sensitive-types=batch-record",
            "countersign.risk.rules[0].name=abroad-by-passkey",
            "countersign.risk.rules[0].zones=abroad",
            "countersign.risk.rules[0].raise=passkey",
            "countersign.risk.rules[1].name=no-login-there",
            "countersign.risk.rules[1].at=login",
            "countersign.risk.rules[1].zones=hostile",
            "countersign.risk.rules[1].device=unknown",
            "countersign.risk.rules[1].raise=refuse",
            "countersign.risk.rules[2].name=sensitive-not-there",
            "countersign.risk.rules[2].at=signing",
            "countersign.risk.rules[2].zones=hostile",
            "countersign.risk.rules[2].record=sensitive",
            "countersign.risk.rules[2].raise=refuse",
            "countersign.risk.rules[3].name=airport-fresh",
            "countersign.risk.rules[3].at=signing",
            "countersign.risk.rules[3].zones=airport",
            "countersign.risk.rules[3].raise=fresh",
            "countersign.database.binaries=target/postgresql"
        })
@ContextConfiguration(initializers = FreshData.class)
public @interface CountersignTest {}
