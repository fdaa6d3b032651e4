package dev.countersign.notices;

import dev.countersign.authority.PageBadge;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Shows on every page how many notices wait. */
@Configuration(proxyBeanMethods = false)
class NoticeConfiguration {

    @Bean
    PageBadge newsOfWork() {
        return new PageBadge(
                "newsOfWork",
                "SELECT count(*) FROM app.notice n WHERE n.organisation = #{organisation}"
                        + " AND n.user_id = #{userId} AND n.seen_at IS NULL");
    }
}
