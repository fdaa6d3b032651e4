package dev.countersign.workflow;

import java.util.concurrent.atomic.AtomicInteger;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.springframework.stereotype.Component;

/** A bean of the application that no model and no caller may reach; it counts who does. */
@Component("canary")
public class Canary implements JavaDelegate, ExecutionListener, TaskListener {

    private static final AtomicInteger TOUCHED = new AtomicInteger();

    /** Touches it, from anywhere. */
    public static String touchStatic() {
        TOUCHED.incrementAndGet();
        return "touched";
    }

    /** How often it was touched since it was last asked. */
    static int touched() {
        return TOUCHED.getAndSet(0);
    }

    /** A method. */
    public String touch() {
        return touchStatic();
    }

    /** A method with a parameter. */
    public String touch(Object anything) {
        return touchStatic();
    }

    /** A property. */
    public String getFeather() {
        return touchStatic();
    }

    @Override
    public void execute(DelegateExecution execution) {
        touchStatic();
    }

    @Override
    public void notify(DelegateExecution execution) {
        touchStatic();
    }

    @Override
    public void notify(DelegateTask task) {
        touchStatic();
    }
}
