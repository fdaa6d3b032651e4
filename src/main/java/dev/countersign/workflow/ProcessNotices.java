package dev.countersign.workflow;

import dev.countersign.authority.Authority;
import dev.countersign.authority.Role;
import dev.countersign.ledger.Caller;
import dev.countersign.models.Delegate;
import dev.countersign.notices.Notices;
import dev.countersign.notices.Notices.Audience;
import dev.countersign.records.RecordVersion;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** Notices that models give (WFL-09). To whom and in which words are constants of the model, which people signed. */
@Component
class ProcessNotices {

    private final Authority authority;
    private final Notices notices;

    ProcessNotices(Authority authority, Notices notices) {
        this.authority = authority;
        this.notices = notices;
    }

    /** A timer that went off has no door that opened it: then this module itself tells. */
    void tell(DelegateExecution execution, RecordVersion about) {
        Caller caller = Carried.find().map(Carried::caller).orElse(Party.OURSELVES);
        String to = constant(execution, Delegate.NOTICE_TO);
        List<String> people = Delegate.TO_THE_AUTHOR.equals(to) ? author(about) : holders(to);
        notices.tell(
                caller,
                "process-instance:" + execution.getProcessInstanceId(),
                new Audience(to, people),
                about.recordId(),
                about.version(),
                constant(execution, Delegate.NOTICE_TEXT));
    }

    private static String constant(DelegateExecution execution, String name) {
        return (String) Objects.requireNonNull(execution.getVariableLocal(name), name);
    }

    /** Nobody, of a program's version. */
    private static List<String> author(RecordVersion about) {
        return about.author().isPerson() ? List.of(about.author().id()) : List.of();
    }

    private List<String> holders(String code) {
        Role role = Role.ofCode(code)
                .orElseThrow(() -> new IllegalStateException("no role " + code + ": the gate lets none such through"));
        return authority.roles().entrySet().stream()
                .filter(one -> holds(one, role))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    private static boolean holds(Map.Entry<String, Set<Role>> person, Role role) {
        return person.getValue().contains(role);
    }
}
