package dev.countersign;

import dev.countersign.operations.Commands;
import java.util.OptionalInt;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.modulith.Modulith;
import org.springframework.scheduling.annotation.EnableScheduling;

/** Countersign: approval of electronic records and signatures under 21 CFR Part 11. */
@SpringBootApplication
@ConfigurationPropertiesScan
@Modulith(systemName = "Countersign")
@EnableScheduling
public class CountersignApplication {

    public static void main(String[] arguments) {
        OptionalInt exitCode = Commands.execute(arguments);
        if (exitCode.isPresent()) {
            System.exit(exitCode.getAsInt());
        }
        SpringApplication.run(CountersignApplication.class, arguments);
    }
}
