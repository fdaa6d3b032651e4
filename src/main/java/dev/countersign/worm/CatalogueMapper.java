package dev.countersign.worm;

import dev.countersign.worm.Catalogue.Guard;
import java.util.List;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Options;
import org.apache.ibatis.annotations.Options.FlushCachePolicy;
import org.apache.ibatis.annotations.Select;

/** The SQL of what guards the store. */
@Mapper
interface CatalogueMapper {

    @Select(StoreCatalogue.SQL)
    @Options(flushCache = FlushCachePolicy.TRUE)
    List<Guard> guards();

    @Insert("SELECT pg_advisory_xact_lock(hashtextextended('countersign.catalogue', 0))")
    void lock();
}
