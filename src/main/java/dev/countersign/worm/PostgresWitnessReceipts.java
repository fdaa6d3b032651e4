package dev.countersign.worm;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** {@link WitnessReceipts} over the application's connections. */
@Component
class PostgresWitnessReceipts implements WitnessReceipts {

    private final WitnessReceiptMapper mapper;

    PostgresWitnessReceipts(WitnessReceiptMapper mapper) {
        this.mapper = mapper;
    }

    @Override
    @Transactional(propagation = Propagation.REQUIRES_NEW)
    public void append(String origin, long size, String witness, byte[] receipt) {
        Appending.run(() -> mapper.append(origin, size, witness, receipt));
    }

    @Override
    public OptionalLong largest(String origin, String witness) {
        Long size = mapper.largest(origin, witness);
        return size == null ? OptionalLong.empty() : OptionalLong.of(size);
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean keep(String origin, long size, String witness, byte[] receipt) {
        Appending.run(() -> mapper.append(origin, size, witness, receipt));
        return mapper.receipts(origin, size).stream()
                .anyMatch(one -> one.witness().equals(witness) && Arrays.equals(one.receipt(), receipt));
    }

    @Override
    public List<Receipt> receipts(String origin, long size) {
        return mapper.receipts(origin, size);
    }

    @Override
    public List<Receipted> receipted(String witness, long above, int limit) {
        return mapper.receipted(witness, above, limit);
    }
}
