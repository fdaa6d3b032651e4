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
 * A test of the whole application: real embedded PostgreSQL, demo organisation, random ports. All such tests of a run share one
 * context and one database: make records of your own, and never assume an empty table. Nothing may be added beside this
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
            // all tests fail from one address, and none of them counts seconds
            "countersign.web.failures-at-once=120",
            "countersign.web.failure-interval=10m",
            "countersign.database.binaries=target/postgresql"
        })
@ContextConfiguration(initializers = FreshData.class)
public @interface CountersignTest {}
