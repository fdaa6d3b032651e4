package dev.countersign.identity;

import dev.countersign.identity.People.Description;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Results;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.annotations.Update;
import org.jspecify.annotations.Nullable;

@Mapper
interface PersonMapper {

    String PERSON = "SELECT p.user_id, p.printed_name, p.title, p.zone, p.state, k.key_id FROM app.person p"
            + " LEFT JOIN app.signing_key k ON k.organisation = p.organisation AND k.user_id = p.user_id"
            + " AND k.state = 'certified' WHERE p.organisation = #{organisation}";

    @Select(PERSON + " AND p.user_id = #{userId}")
    @Results(id = "row")
    @Nullable
    Row find(@Param("organisation") String organisation, @Param("userId") String userId);

    @Select("SELECT c.set_at FROM app.person p JOIN app.credential c ON c.organisation = p.organisation"
            + " AND c.user_id = p.user_id WHERE p.organisation = #{organisation} AND p.user_id = #{userId}"
            + " AND p.state = 'active'")
    @Nullable
    Instant activeSince(@Param("organisation") String organisation, @Param("userId") String userId);

    @Select(PERSON + " ORDER BY p.user_id")
    List<Row> all(@Param("organisation") String organisation);

    /** None if a person or a program has that id. */
    @Insert("INSERT INTO app.person (organisation, user_id, printed_name, title, zone, state, email)"
            + " SELECT #{organisation}, #{userId}, #{d.printedName}, #{d.title}, #{zone}, 'created', #{email}"
            + " WHERE NOT EXISTS (SELECT FROM app.service_account s WHERE s.organisation = #{organisation}"
            + " AND s.name = #{userId}) ON CONFLICT DO NOTHING")
    int insert(
            @Param("organisation") String organisation,
            @Param("userId") String userId,
            @Param("d") Description described,
            @Param("zone") String zone,
            @Param("email") @Nullable String email);

    @Update("UPDATE app.person SET printed_name = #{d.printedName}, title = #{d.title}, zone = #{zone}"
            + " WHERE organisation = #{organisation} AND user_id = #{userId}")
    int describe(
            @Param("organisation") String organisation,
            @Param("userId") String userId,
            @Param("d") Description described,
            @Param("zone") String zone);

    @Update("UPDATE app.person SET state = 'active', state_since = clock_timestamp()"
            + " WHERE organisation = #{organisation} AND user_id = #{userId} AND state = 'created'")
    int activate(@Param("organisation") String organisation, @Param("userId") String userId);

    @Update("UPDATE app.person SET state = #{to}, state_since = clock_timestamp()"
            + " WHERE organisation = #{organisation} AND user_id = #{userId} AND state = #{from}")
    int move(
            @Param("organisation") String organisation,
            @Param("userId") String userId,
            @Param("from") String from,
            @Param("to") String to);

    record Row(
            String userId,
            String printedName,
            String title,
            String zone,
            String state,
            @Nullable UUID keyId) {

        Person person() {
            return new Person(
                    userId,
                    printedName,
                    title,
                    ZoneId.of(zone),
                    Person.State.valueOf(state.toUpperCase(Locale.ROOT)),
                    keyId);
        }
    }
}
