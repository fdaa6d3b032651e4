package dev.countersign.workflow;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.camunda.bpm.engine.authorization.Permissions;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.scripting.engine.ScriptEngineResolver;

/**
 * What no engine here allows models and queries, the one that runs nor one for a dry run, where the engine's own defaults trust whoever draws and asks
 * (T6, T24).
 */
final class EngineDefaults {

    private static final List<Setting> ALL = List.of(
            new Setting(
                    "authorizations",
                    engine -> engine.setAuthorizationEnabled(true),
                    ProcessEngineConfigurationImpl::isAuthorizationEnabled),
            new Setting(
                    "authorizations of what models call",
                    engine -> engine.setAuthorizationEnabledForCustomCode(false),
                    engine -> !engine.isAuthorizationEnabledForCustomCode()),
            new Setting(
                    "checks of the organisation",
                    engine -> engine.setTenantCheckEnabled(true),
                    ProcessEngineConfigurationImpl::isTenantCheckEnabled),
            new Setting(
                    "what a task allows whom it is offered to",
                    engine -> engine.setDefaultUserPermissionForTask(Permissions.TASK_WORK),
                    engine -> engine.getDefaultUserPermissionForTask() == Permissions.TASK_WORK),
            new Setting(
                    "expressions in queries",
                    engine -> engine.setEnableExpressionsInAdhocQueries(false),
                    engine -> !engine.isEnableExpressionsInAdhocQueries()),
            new Setting(
                    "expressions in stored filters",
                    engine -> engine.setEnableExpressionsInStoredQueries(false),
                    engine -> !engine.isEnableExpressionsInStoredQueries()),
            new Setting(
                    "checks of the types of objects",
                    engine -> engine.setDeserializationTypeValidationEnabled(true),
                    ProcessEngineConfigurationImpl::isDeserializationTypeValidationEnabled),
            new Setting("packages of objects", engine -> engine.setDeserializationAllowedPackages(""), engine -> ""
                    .equals(engine.getDeserializationAllowedPackages())),
            new Setting("classes of objects", engine -> engine.setDeserializationAllowedClasses(""), engine -> ""
                    .equals(engine.getDeserializationAllowedClasses())),
            new Setting(
                    "Java's own format of objects",
                    engine -> engine.setJavaSerializationFormatEnabled(false),
                    engine -> !engine.isJavaSerializationFormatEnabled()),
            new Setting(
                    "external entities in XML",
                    engine -> engine.setEnableXxeProcessing(false),
                    engine -> !engine.isEnableXxeProcessing()),
            new Setting(
                    "tasks without a process",
                    engine -> engine.setStandaloneTasksEnabled(false),
                    engine -> !engine.isStandaloneTasksEnabled()),
            new Setting("cases", engine -> engine.setCmmnEnabled(false), engine -> !engine.isCmmnEnabled()),
            // history is no audit trail and no retention either: nothing prunes it
            new Setting(
                    "clean-up of history",
                    engine -> engine.setHistoryCleanupEnabled(false),
                    engine -> !engine.isHistoryCleanupEnabled()),
            // when an instance ends, the engine would stamp all of its history in bulk, past the history event handler
            new Setting(
                    "how history would be cleaned up",
                    engine -> engine.setHistoryCleanupStrategy(
                            ProcessEngineConfigurationImpl.HISTORY_CLEANUP_STRATEGY_END_TIME_BASED),
                    engine -> ProcessEngineConfigurationImpl.HISTORY_CLEANUP_STRATEGY_END_TIME_BASED.equals(
                            engine.getHistoryCleanupStrategy())),
            new Setting(
                    "when history would be removed",
                    engine -> engine.setHistoryRemovalTimeStrategy(
                            ProcessEngineConfigurationImpl.HISTORY_REMOVAL_TIME_STRATEGY_NONE),
                    engine -> ProcessEngineConfigurationImpl.HISTORY_REMOVAL_TIME_STRATEGY_NONE.equals(
                            engine.getHistoryRemovalTimeStrategy())),
            new Setting(
                    "a time that every model must name",
                    engine -> engine.setEnforceHistoryTimeToLive(false),
                    engine -> !engine.isEnforceHistoryTimeToLive()),
            new Setting(
                    "a log of operations of known users alone",
                    engine -> engine.setRestrictUserOperationLogToAuthenticatedUsers(false),
                    engine -> !engine.isRestrictUserOperationLogToAuthenticatedUsers()),
            new Setting(
                    "languages of scripts",
                    engine -> engine.setScriptEngineResolver(new NoScripts()),
                    engine -> engine.getScriptEngineResolver() instanceof NoScripts),
            new Setting(
                    "languages of scripts that an application brings",
                    engine -> engine.setEnableFetchScriptEngineFromProcessApplication(false),
                    engine -> !engine.isEnableFetchScriptEngineFromProcessApplication()),
            new Setting("metrics", engine -> engine.setMetricsEnabled(false), engine -> !engine.isMetricsEnabled()),
            new Setting(
                    "metrics of tasks",
                    engine -> engine.setTaskMetricsEnabled(false),
                    engine -> !engine.isTaskMetricsEnabled()));

    private record Setting(
            String name,
            Consumer<ProcessEngineConfigurationImpl> change,
            Predicate<ProcessEngineConfigurationImpl> isChanged) {}

    private EngineDefaults() {}

    static void change(ProcessEngineConfigurationImpl engine) {
        ALL.forEach(setting -> setting.change().accept(engine));
    }

    /** Names of the settings that somebody set otherwise meanwhile. */
    static List<String> open(ProcessEngineConfigurationImpl engine) {
        return ALL.stream()
                .filter(setting -> !setting.isChanged().test(engine))
                .map(Setting::name)
                .toList();
    }

    /** Scripts are code that nobody reviewed: there is no language to run them in. */
    private static final class NoScripts implements ScriptEngineResolver {

        @Override
        public void addScriptEngineFactory(javax.script.ScriptEngineFactory factory) {}

        @Override
        public javax.script.@org.jspecify.annotations.Nullable ScriptEngine getScriptEngine(
                String language, boolean cached) {
            return null;
        }

        @Override
        public javax.script.@org.jspecify.annotations.Nullable ScriptEngineManager getScriptEngineManager() {
            return null;
        }
    }
}
