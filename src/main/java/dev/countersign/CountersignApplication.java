package dev.countersign;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.modulith.Modulith;
import org.springframework.scheduling.annotation.EnableScheduling;

/** Countersign: approval of electronic records and signatures under 21 CFR Part 11. */
@SpringBootApplication
@Modulith(systemName = "Countersign")
@EnableScheduling
public class CountersignApplication {

    public static void main(String[] arguments) {
        SpringApplication.run(CountersignApplication.class, arguments);
    }
}
