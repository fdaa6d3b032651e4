package dev.countersign.crash;

import dev.countersign.crypto.KeyVault;
import dev.countersign.crypto.KeystoreVault;
import dev.countersign.ledger.AuditEvent;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.LogRecovery;
import dev.countersign.ledger.TrustFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.ibatis.annotations.Mapper;
import org.mybatis.spring.annotation.MapperScan;
import org.mybatis.spring.boot.autoconfigure.MybatisAutoConfiguration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.context.ConfigurationPropertiesAutoConfiguration;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.boot.autoconfigure.info.ProjectInfoAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.autoconfigure.transaction.TransactionAutoConfiguration;
import org.springframework.boot.autoconfigure.validation.ValidationAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Of the application, what appends, seals and is witnessed, and nothing else: in a process of its own, commanded by lines. It answers
 * in lines, and ends when nobody can command it any more.
 */
public final class SealingNode {

    static final String KEYS = "countersign.keys.directory";
    static final String TYPE = "test.crashed";

    private final Ledger ledger;
    private final LogRecovery recovery;
    private final HealthIndicator health;
    private final TransactionTemplate transaction;
    private final PrintStream answers;
    private volatile CountDownLatch released = new CountDownLatch(1);

    private SealingNode(ConfigurableApplicationContext context, PrintStream answers) {
        this.ledger = context.getBean(Ledger.class);
        this.recovery = context.getBean(LogRecovery.class);
        this.health = context.getBean("sequencerHealthIndicator", HealthIndicator.class);
        this.transaction = new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
        this.answers = answers;
    }

    /** The modules, as the application has them, with a keystore whose passphrase is no secret. */
    @ComponentScan(
            basePackages = {
                "dev.countersign.bucket",
                "dev.countersign.crypto",
                "dev.countersign.database",
                "dev.countersign.ledger",
                "dev.countersign.witness",
                "dev.countersign.worm"
            },
            excludeFilters = @ComponentScan.Filter(type = FilterType.REGEX, pattern = ".*\\.web\\..*"))
    @ConfigurationPropertiesScan({
        "dev.countersign.bucket",
        "dev.countersign.database",
        "dev.countersign.ledger",
        "dev.countersign.witness"
    })
    @MapperScan(basePackages = "dev.countersign.worm", annotationClass = Mapper.class)
    @ImportAutoConfiguration({
        ConfigurationPropertiesAutoConfiguration.class,
        DataSourceTransactionManagerAutoConfiguration.class,
        MybatisAutoConfiguration.class,
        ProjectInfoAutoConfiguration.class,
        PropertyPlaceholderAutoConfiguration.class,
        TransactionAutoConfiguration.class,
        ValidationAutoConfiguration.class
    })
    static class Parts {

        @Bean
        KeyVault keyVault(@Value("${" + KEYS + "}") Path folder) {
            return vault(folder);
        }
    }

    static KeyVault vault(Path folder) {
        return KeystoreVault.open(folder, store -> "throw-away".toCharArray());
    }

    public static void main(String[] arguments) throws IOException {
        PrintStream answers = System.out;
        System.setOut(System.err);
        ConfigurableApplicationContext context = new SpringApplicationBuilder(Parts.class)
                .web(WebApplicationType.NONE)
                .run(arguments);
        SealingNode node = new SealingNode(context, answers);
        answers.println("READY " + new String(context.getBean(TrustFile.class).bytes(), StandardCharsets.UTF_8));
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            node.obey(line.split(" "));
        }
        // nobody is left who could end it
        Runtime.getRuntime().halt(1);
    }

    private void obey(String[] command) {
        switch (command[0]) {
            case "append" -> new Thread(() -> append(command[1], false)).start();
            case "write" -> new Thread(() -> append(command[1], true)).start();
            case "commit" -> released.countDown();
            case "mode" -> answers.println("MODE " + mode());
            case "role" ->
                answers.println("ROLE " + health.health().getDetails().get("thisNode"));
            default -> throw new IllegalArgumentException(command[0]);
        }
    }

    private String mode() {
        try {
            String cause = recovery.situation().cause();
            return cause.isEmpty() ? "normal" : cause;
        } catch (RuntimeException e) {
            return "unknown: " + e.getMessage();
        }
    }

    private void append(String name, boolean holding) {
        try {
            transaction.executeWithoutResult(status -> {
                ledger.append(Caller.system("tests"), new Crashed(name));
                if (holding) {
                    TransactionSynchronizationManager.registerSynchronization(new Held(name));
                }
            });
            answers.println("ANSWERED " + name);
        } catch (RuntimeException e) {
            e.printStackTrace();
            answers.println("FAILED " + name);
        }
    }

    /** Between the entry's row and the commit: entries are written right before it. */
    private final class Held implements TransactionSynchronization {

        private final String name;

        Held(String name) {
            this.name = name;
            released = new CountDownLatch(1);
        }

        @Override
        public void beforeCommit(boolean readOnly) {
            answers.println("WRITTEN " + name);
            try {
                released.await(1, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private record Crashed(String name) implements AuditEvent {

        @Override
        public String type() {
            return TYPE;
        }

        @Override
        public String subject() {
            return "entry:" + name;
        }
    }
}
