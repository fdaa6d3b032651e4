package dev.countersign.signing;

import java.util.Objects;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Work that commits by itself. No thread takes a second connection while it holds the business one: that is refused. */
@Component
class OwnTransaction {

    private final TransactionTemplate template;

    OwnTransaction(PlatformTransactionManager manager) {
        this.template = new TransactionTemplate(manager);
    }

    /** @throws IllegalStateException inside a transaction */
    <T> T run(Supplier<T> work) {
        if (TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("this commits by itself and must not run inside a transaction");
        }
        return Objects.requireNonNull(template.execute(status -> work.get()));
    }
}
