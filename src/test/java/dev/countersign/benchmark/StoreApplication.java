package dev.countersign.benchmark;

import dev.countersign.records.PdfReading;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Optional;
import org.mybatis.spring.boot.autoconfigure.MybatisAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.autoconfigure.context.ConfigurationPropertiesAutoConfiguration;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.boot.autoconfigure.info.ProjectInfoAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.autoconfigure.transaction.TransactionAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;

/**
 * The application's lower half: store, audit trail with its sequencer and witness, records, on a database of its own. Without engine and
 * web, so that several run side by side in one program. No configuration by annotation: tests that look for the application
 * must not find this one.
 */
@AutoConfigurationPackage(
        basePackages = {
            "dev.countersign.worm",
            "dev.countersign.ledger",
            "dev.countersign.identity",
            "dev.countersign.passkeys",
            "dev.countersign.records"
        })
@ImportAutoConfiguration({
    AopAutoConfiguration.class,
    ConfigurationPropertiesAutoConfiguration.class,
    PropertyPlaceholderAutoConfiguration.class,
    ProjectInfoAutoConfiguration.class,
    DataSourceTransactionManagerAutoConfiguration.class,
    TransactionAutoConfiguration.class,
    MybatisAutoConfiguration.class
})
@ConfigurationPropertiesScan({"dev.countersign.passkeys", "dev.countersign.risk"})
@ComponentScan(
        basePackages = {
            "dev.countersign.bucket",
            "dev.countersign.crypto",
            "dev.countersign.database",
            "dev.countersign.identity",
            "dev.countersign.ledger",
            "dev.countersign.malware",
            "dev.countersign.passkeys",
            "dev.countersign.records",
            "dev.countersign.risk",
            "dev.countersign.witness",
            "dev.countersign.worm"
        },
        excludeFilters =
                @ComponentScan.Filter(
                        type = FilterType.REGEX,
                        pattern = "dev[.]countersign[.]([a-z]+[.]web[.].*|[a-z]+[.]Test.*)"))
class StoreApplication {

    @Bean
    MeterRegistry meters() {
        return new SimpleMeterRegistry();
    }

    /** Its owner is not here, and no benchmark hands in a PDF. */
    @Bean
    PdfReading pdfReading() {
        return new PdfReading() {
            @Override
            public Found read(byte[] pdf) {
                return Found.UNREADABLE;
            }

            @Override
            public Optional<String> text(byte[] pdf, int most) {
                return Optional.empty();
            }
        };
    }
}
