package dev.countersign.protection;

import org.springframework.stereotype.Component;

/** {@link Guards} as the watches last saw them: in memory, so that a signing costs no question more. */
@Component
class WatchedGuards implements Guards {

    private final CatalogueWatch catalogue;

    private final ClockWatch clocks;

    WatchedGuards(CatalogueWatch catalogue, ClockWatch clocks) {
        this.catalogue = catalogue;
        this.clocks = clocks;
    }

    @Override
    public void demandIntact() {
        CatalogueWatch.Verdict verdict = catalogue.verdict();
        Told told = verdict.told();
        if (told == null) {
            throw ProtectionRefusal.NOT_LOOKED.refuse();
        }
        if (!told.intact()) {
            throw ProtectionRefusal.CHANGED.refuse(verdict.differences().size(), told.accepted());
        }
        clocks.disagreement().ifPresent(compared -> {
            throw ProtectionRefusal.CLOCKS.refuse(
                    compared.skew().toMillis(), clocks.limit().toMillis());
        });
    }
}
