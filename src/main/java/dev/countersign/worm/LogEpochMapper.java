package dev.countersign.worm;

import dev.countersign.worm.LogEpochs.SignedBy;
import dev.countersign.worm.LogEpochs.StoredEpoch;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;

/** The SQL of the log's epochs. */
@Mapper
interface LogEpochMapper {

    String EPOCHS =
            "SELECT e.epoch, e.origin, e.base_size, e.base_root, e.entry_id, e.statement, e.first_key_id, e.first_signature,"
                    + " e.second_key_id, e.second_signature FROM worm.log_epoch e ORDER BY e.epoch";

    @Select(EPOCHS + " DESC LIMIT 1")
    Optional<StoredEpoch> newest();

    @Select(EPOCHS)
    List<StoredEpoch> all();

    @Insert("SELECT worm.open_epoch(#{statement}, #{entry}, #{first.keyId}, #{first.signature}, #{second.keyId},"
            + " #{second.signature})")
    void open(
            @Param("statement") byte[] statement,
            @Param("entry") UUID entry,
            @Param("first") SignedBy first,
            @Param("second") SignedBy second);
}
