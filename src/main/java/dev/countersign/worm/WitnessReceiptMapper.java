package dev.countersign.worm;

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
}
