package dev.countersign.workflow;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.ManagementServiceImpl;
import org.camunda.bpm.engine.impl.ServiceImpl;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.interceptor.CommandContextInterceptor;
import org.camunda.bpm.engine.impl.interceptor.CommandExecutor;
import org.camunda.bpm.engine.impl.interceptor.CommandExecutorImpl;
import org.camunda.bpm.engine.spring.SpringProcessEngineConfiguration;
import org.camunda.bpm.engine.spring.SpringTransactionInterceptor;
import org.springframework.transaction.TransactionDefinition;

/**
 * The application's engine as somebody has it who got past the list of commands: the same configuration and database, without
 * the gate. What must hold even then is tested with it.
 */
final class Unlisted {

    private Unlisted() {}

    /** Services that run any command, whoever asks. */
    static ProcessEngine of(ProcessEngine engine) {
        CommandExecutor commands = commands(engine);
        return (ProcessEngine) Proxy.newProxyInstance(
                Unlisted.class.getClassLoader(), new Class<?>[] {ProcessEngine.class}, (proxy, method, arguments) -> {
                    Object found;
                    try {
                        found = method.invoke(engine, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                    // who is signed in is told to the one identity service alone
                    if (!(found instanceof ServiceImpl) || found instanceof IdentityService) {
                        return found;
                    }
                    ServiceImpl service = found instanceof ManagementServiceImpl
                            ? new ManagementServiceImpl(
                                    (ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration())
                            : (ServiceImpl)
                                    found.getClass().getDeclaredConstructor().newInstance();
                    service.setCommandExecutor(commands);
                    return service;
                });
    }

    static CommandExecutor commands(ProcessEngine engine) {
        ProcessEngineConfigurationImpl configuration =
                (ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration();
        SpringTransactionInterceptor transaction = new SpringTransactionInterceptor(
                ((SpringProcessEngineConfiguration) configuration).getTransactionManager(),
                TransactionDefinition.PROPAGATION_REQUIRED,
                configuration);
        CommandContextInterceptor context =
                new CommandContextInterceptor(configuration.getCommandContextFactory(), configuration);
        transaction.setNext(context);
        context.setNext(new CommandExecutorImpl());
        return transaction;
    }
}
