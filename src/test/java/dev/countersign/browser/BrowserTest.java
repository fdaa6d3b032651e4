package dev.countersign.browser;

import dev.countersign.CountersignTest;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Tests that look at the pages with an installed Chromium. Without one each is reported as skipped, by name. */
@CountersignTest
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@ExtendWith(BrowserTest.NeedsChromium.class)
@interface BrowserTest {

    final class NeedsChromium implements ExecutionCondition {

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            if (context.getTestMethod().isEmpty() || Chromium.installed().isPresent()) {
                return ConditionEvaluationResult.enabled("Chromium is installed, or not needed yet");
            }
            return ConditionEvaluationResult.disabled("no Chromium is installed on this machine");
        }
    }
}
