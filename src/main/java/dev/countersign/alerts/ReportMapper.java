package dev.countersign.alerts;

import dev.countersign.alerts.MonthlyReports.Made;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;

/** The SQL of monthly reports. */
@Mapper
interface ReportMapper {

    String MADE = "SELECT r.month, r.sha256, r.made_at FROM app.alert_report r WHERE r.organisation = #{organisation}";

    @Select(MADE + " ORDER BY r.month DESC")
    List<Made> all(@Param("organisation") String organisation);

    @Select(MADE + " AND r.month = #{month}")
    Optional<Made> find(@Param("organisation") String organisation, @Param("month") String month);

    @Insert("INSERT INTO app.alert_report (organisation, month, sha256, made_at)"
            + " VALUES (#{organisation}, #{month}, #{sha256}, #{madeAt}) ON CONFLICT DO NOTHING")
    int keep(
            @Param("organisation") String organisation,
            @Param("month") String month,
            @Param("sha256") String sha256,
            @Param("madeAt") Instant madeAt);
}
