package dev.countersign.worm;

import dev.countersign.worm.WitnessReceipts.Receipt;
import dev.countersign.worm.WitnessReceipts.Receipted;
import java.util.List;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;
import org.jspecify.annotations.Nullable;

/** The SQL of witnesses' receipts. */
@Mapper
interface WitnessReceiptMapper {

    @Insert("SELECT worm.append_witness_receipt(#{origin}, #{size}, #{witness}, #{receipt})")
    void append(
            @Param("origin") String origin,
            @Param("size") long size,
            @Param("witness") String witness,
            @Param("receipt") byte[] receipt);

    @Select("SELECT max(r.size) FROM worm.witness_receipt r WHERE r.witness = #{witness} AND r.origin = #{origin}")
    @Nullable
    Long largest(@Param("origin") String origin, @Param("witness") String witness);

    @Select("SELECT r.witness, r.receipt FROM worm.witness_receipt r WHERE r.origin = #{origin} AND r.size = #{size}")
    List<Receipt> receipts(@Param("origin") String origin, @Param("size") long size);

    /** Of two origins at one size both come, or none: the limit cuts between sizes. */
    @Select("SELECT c.origin, c.size, c.note FROM worm.checkpoint c JOIN worm.witness_receipt r ON r.origin = c.origin"
            + " AND r.size = c.size WHERE r.witness = #{witness} AND r.size > #{above}"
            + " ORDER BY r.size FETCH FIRST #{limit} ROWS WITH TIES")
    List<Receipted> receipted(@Param("witness") String witness, @Param("above") long above, @Param("limit") int limit);
}
