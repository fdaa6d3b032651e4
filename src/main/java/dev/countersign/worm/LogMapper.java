package dev.countersign.worm;

import dev.countersign.worm.LogStore.Backlog;
import dev.countersign.worm.LogStore.Coverage;
import dev.countersign.worm.LogStore.SealedLeaf;
import dev.countersign.worm.LogStore.StoredCheckpoint;
import dev.countersign.worm.LogStore.StoredTile;
import dev.countersign.worm.LogStore.TileAddress;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Options;
import org.apache.ibatis.annotations.Options.FlushCachePolicy;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;

/** The SQL of the sealed log, as the application reads it. */
@Mapper
interface LogMapper {

    String CHECKPOINT = "SELECT c.origin, c.size, c.root, c.note, c.recorded_at FROM worm.checkpoint c";

    @Select(CHECKPOINT + " ORDER BY c.size DESC, c.recorded_at DESC LIMIT 1")
    Optional<StoredCheckpoint> newest();

    @Select(CHECKPOINT + " WHERE c.size = #{size} ORDER BY c.recorded_at DESC LIMIT 1")
    Optional<StoredCheckpoint> checkpoint(@Param("size") long size);

    @Select("<script>SELECT t.level, t.tile_index AS index, t.width, t.tile AS hashes FROM (VALUES"
            + " <foreach collection='wanted' item='w' separator=','>"
            + "(CAST(#{w.level} AS integer), CAST(#{w.index} AS bigint), CAST(#{w.width} AS integer))</foreach>)"
            + " AS w (level, tile_index, width) CROSS JOIN LATERAL"
            + " (SELECT s.level, s.tile_index, s.width, s.tile FROM worm.log_tile s"
            + " WHERE s.level = w.level AND s.tile_index = w.tile_index AND s.width &gt;= w.width"
            + " ORDER BY s.width LIMIT 1) t</script>")
    List<StoredTile> tiles(@Param("wanted") Collection<TileAddress> wanted);

    @Select("SELECT coalesce(string_agg(l.leaf_hash, '' ORDER BY l.leaf_index), '') AS bytes FROM worm.log_leaf l"
            + " WHERE l.leaf_index >= #{from} AND l.leaf_index < #{to}")
    WormMapper.Bytes leafHashes(@Param("from") long from, @Param("to") long to);

    @Select("SELECT a.entry AS bytes FROM worm.log_leaf l JOIN worm.audit_entry a ON a.entry_id = l.entry_id"
            + " WHERE l.leaf_index >= #{from} AND l.leaf_index < #{to} ORDER BY l.leaf_index")
    List<WormMapper.Bytes> entries(@Param("from") long from, @Param("to") long to);

    @Select("SELECT l.leaf_hash, a.entry, coalesce("
            + "(SELECT t.tile FROM worm.log_tile t"
            + " WHERE t.level = 0 AND t.tile_index = l.leaf_index / 256 AND t.width = 256),"
            + " (SELECT string_agg(n.leaf_hash, '' ORDER BY n.leaf_index) FROM worm.log_leaf n"
            + " WHERE n.leaf_index >= l.leaf_index - l.leaf_index % 256"
            + " AND n.leaf_index < l.leaf_index - l.leaf_index % 256 + 256)) AS tile"
            + " FROM worm.log_leaf l JOIN worm.audit_entry a ON a.entry_id = l.entry_id WHERE l.leaf_index = #{index}")
    Optional<SealedLeaf> leaf(@Param("index") long index);

    /** @param ids as PostgreSQL writes an array */
    @Select("SELECT count(*) AS sealed, max(l.leaf_index) AS highest_index FROM worm.log_leaf l"
            + " WHERE l.entry_id = ANY (CAST(#{ids} AS uuid[]))")
    Coverage coverage(@Param("ids") String ids);

    @Select("SELECT (SELECT count(*) FROM worm.log_queue) AS queued, (SELECT min(a.recorded_at)"
            + " FROM (SELECT q.entry_id FROM worm.log_queue q ORDER BY q.entry_id LIMIT 100) first"
            + " JOIN worm.audit_entry a ON a.entry_id = first.entry_id) AS oldest, clock_timestamp() AS now")
    Backlog backlog();

    @Select(
            "SELECT a.entry AS bytes FROM (SELECT q.entry_id FROM worm.log_queue q ORDER BY q.entry_id DESC LIMIT #{most}) newest"
                    + " JOIN worm.audit_entry a ON a.entry_id = newest.entry_id ORDER BY a.entry_id")
    @Options(flushCache = FlushCachePolicy.TRUE)
    List<WormMapper.Bytes> waiting(@Param("most") int most);
}
