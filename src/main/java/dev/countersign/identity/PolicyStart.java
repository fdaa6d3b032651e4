package dev.countersign.identity;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** With each start the text of this program holds, before anybody can acknowledge it (11.10(j)). */
@Component
@Order(PolicyStart.BEFORE_PEOPLE)
class PolicyStart implements ApplicationRunner {

    static final int BEFORE_PEOPLE = -50;

    private final Policies policies;

    PolicyStart(Policies policies) {
        this.policies = policies;
    }

    @Override
    public void run(@Nullable ApplicationArguments arguments) {
        policies.publish();
    }
}
