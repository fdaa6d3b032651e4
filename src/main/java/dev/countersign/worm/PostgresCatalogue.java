package dev.countersign.worm;

import java.util.List;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** {@link Catalogue} over the application's connections. */
@Component
class PostgresCatalogue implements Catalogue {

    private final CatalogueMapper mapper;

    PostgresCatalogue(CatalogueMapper mapper) {
        this.mapper = mapper;
    }

    @Override
    public List<Guard> guards() {
        return mapper.guards();
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public void lock() {
        mapper.lock();
    }
}
