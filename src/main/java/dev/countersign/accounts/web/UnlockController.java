package dev.countersign.accounts.web;

import dev.countersign.accounts.Unlocking;
import dev.countersign.crypto.UtcTime;
import dev.countersign.identity.KnownDevices.Device;
import dev.countersign.identity.Locks.Lock;
import dev.countersign.identity.Locks.What;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Refusals;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** What failed attempts have locked, and known devices, for administrators and their programs (docs/operations/accounts.md). */
@RestController
@RequestMapping("/api/accounts/{userId}")
@Tag(name = "Accounts", description = "Who has an account and which roles; no single person makes one that can sign")
class UnlockController {

    private final Unlocking unlocking;
    private final Refusals refusals;

    UnlockController(Unlocking unlocking, Refusals refusals) {
        this.unlocking = unlocking;
        this.refusals = refusals;
    }

    /** @param closed whether devices the person never signed in on are not heard until somebody unlocks */
    record LockView(String what, int failures, @Nullable String lockedUntil, boolean closed) {

        static LockView of(Lock lock) {
            return new LockView(
                    lock.what().name().toLowerCase(Locale.ROOT),
                    lock.failures(),
                    lock.lockedUntil() == null ? null : UtcTime.write(lock.lockedUntil()),
                    lock.closed());
        }
    }

    record DeviceView(UUID deviceId, String firstAt, String lastAt, int logins) {

        static DeviceView of(Device device) {
            return new DeviceView(
                    device.deviceId(),
                    UtcTime.write(device.firstAt()),
                    UtcTime.write(device.lastAt()),
                    device.logins());
        }
    }

    record LockList(List<LockView> items) {}

    record DeviceList(List<DeviceView> items) {}

    @GetMapping("/locks")
    @Operation(summary = "Failed attempts of a person in a row, and what they locked")
    LockList locks(Caller caller, @PathVariable String userId) {
        return new LockList(
                unlocking.locks(caller, userId).stream().map(LockView::of).toList());
    }

    @PostMapping("/unlock")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(
            summary = "Unlock signing in or signing",
            description =
                    "Body `{what: \"login\"|\"signing\", reason}`: login by an IT Administrator, signing by a QA Manager, and by nobody"
                            + " for themself.")
    void unlock(Caller caller, @PathVariable String userId, @RequestBody(required = false) byte @Nullable [] body) {
        AccountBody asked = read(caller, "account.unlock", body);
        What what = refusals.guarding(
                                caller,
                                "account.unlock",
                                "person:" + userId,
                                () -> asked.oneOf("what", "login", "signing"))
                        .equals("login")
                ? What.LOGIN
                : What.SIGNING;
        unlocking.unlock(caller, userId, what, asked.reason());
    }

    @GetMapping("/devices")
    @Operation(summary = "Devices a person signed in on before", description = "For the person too.")
    DeviceList devices(Caller caller, @PathVariable String userId) {
        return new DeviceList(
                unlocking.devices(caller, userId).stream().map(DeviceView::of).toList());
    }

    @PostMapping("/devices/{deviceId}/revocation")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(
            summary = "Know a device no more",
            description =
                    "Body `{reason}`; by the person, an IT Administrator or a QA Manager. The security unit is told.")
    void forget(
            Caller caller,
            @PathVariable String userId,
            @PathVariable UUID deviceId,
            @RequestBody(required = false) byte @Nullable [] body) {
        unlocking.forget(
                caller, userId, deviceId, read(caller, "device.revoke", body).reason());
    }

    private AccountBody read(Caller caller, String attempt, byte @Nullable [] body) {
        return refusals.guarding(caller, attempt, "accounts", () -> AccountBody.read(body));
    }
}
