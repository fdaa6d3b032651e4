package dev.countersign.accounts;

import dev.countersign.authority.PageBadge;
import dev.countersign.authority.Permission;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What every page says of accounts that were asked for. */
@Configuration(proxyBeanMethods = false)
class AccountConfiguration {

    /** How many wait for whoever looks to make or decline them. */
    @Bean
    PageBadge wantedAccounts() {
        return new PageBadge(
                "wantedAccounts",
                "CASE WHEN " + PageBadge.ifMay(Permission.MANAGE_ACCOUNTS)
                        + " THEN (SELECT count(*) FROM app.account_request a WHERE a.organisation = #{organisation}"
                        + " AND a.state = 'open' AND a.requested_by <> #{userId}) ELSE -1 END");
    }

    /** Whether whoever looks may ask for one. */
    @Bean
    PageBadge asksForAccounts() {
        return new PageBadge(
                "asksForAccounts", "CASE WHEN " + PageBadge.ifMay(Permission.REQUEST_ACCOUNTS) + " THEN 0 ELSE -1 END");
    }
}
