package dev.countersign.protection;

import dev.countersign.protection.CatalogueWatch.Occasion;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** The look at every start, before anything else is done with the store and before requests are taken. */
@Component
@Order(FirstLook.BEFORE_ALL)
class FirstLook implements ApplicationRunner {

    static final int BEFORE_ALL = -200;

    private final CatalogueWatch catalogue;

    private final ClockWatch clocks;

    FirstLook(CatalogueWatch catalogue, ClockWatch clocks) {
        this.catalogue = catalogue;
        this.clocks = clocks;
    }

    @Override
    public void run(@Nullable ApplicationArguments arguments) {
        catalogue.look(Occasion.START);
        clocks.measure();
    }
}
