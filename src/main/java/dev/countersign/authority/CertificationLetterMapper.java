package dev.countersign.authority;

import dev.countersign.authority.CertificationLetters.Letter;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.annotations.Update;

@Mapper
interface CertificationLetterMapper {

    @Insert(
            "INSERT INTO app.certification_letter (organisation, letter_id, legal_name, signatory, letter_sha256, submitted_on,"
                    + " channel, proof_sha256, recorded_by) VALUES (#{organisation}, #{id}, #{legalName}, #{signatory}, #{letter},"
                    + " #{submittedOn}, #{channel}, #{proof}, #{by})")
    int insert(
            @Param("organisation") String organisation,
            @Param("id") UUID letterId,
            @Param("legalName") String legalName,
            @Param("signatory") String signatory,
            @Param("letter") String letterSha256,
            @Param("submittedOn") LocalDate submittedOn,
            @Param("channel") String channel,
            @Param("proof") String proofSha256,
            @Param("by") String by);

    @Select(
            "SELECT letter_id, legal_name, signatory, letter_sha256, submitted_on, channel, proof_sha256, recorded_by, recorded_at,"
                    + " confirmed_by, confirmed_at FROM app.certification_letter WHERE organisation = #{organisation}"
                    + " ORDER BY recorded_at DESC")
    List<Letter> all(@Param("organisation") String organisation);

    @Update(
            "UPDATE app.certification_letter SET confirmed_by = #{by}, confirmed_at = clock_timestamp()"
                    + " WHERE organisation = #{organisation} AND letter_id = #{id} AND confirmed_by IS NULL AND recorded_by <> #{by}")
    int confirm(@Param("organisation") String organisation, @Param("id") UUID letterId, @Param("by") String by);
}
