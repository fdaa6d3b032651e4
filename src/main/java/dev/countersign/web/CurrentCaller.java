package dev.countersign.web;

import dev.countersign.ledger.Caller;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/** Who calls, as the security chains found out. */
@FunctionalInterface
interface CurrentCaller {

    /** Empty for somebody who is not logged in. */
    Optional<Caller> of(HttpServletRequest request);
}
