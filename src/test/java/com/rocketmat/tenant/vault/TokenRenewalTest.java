package com.rocketmat.tenant.vault;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.sandbox.LogTap;
import com.rocketmat.sandbox.vault.VaultProxy;
import com.rocketmat.sandbox.vault.VaultStandIn;
import io.quarkus.vault.client.VaultClient;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TokenRenewalTest {

    /** The stand-in's tokens last a day. */
    private static final Duration HALF = Duration.ofHours(12);

    private long nanos;

    @AutoClose
    private VaultStandIn vault;

    @AutoClose
    private VaultProxy proxy;

    @BeforeEach
    void start() {
        vault = VaultStandIn.start();
        proxy = VaultProxy.before(vault.address());
    }

    @Test
    void aConfiguredTokenIsRenewedAtHalfItsLife() {
        TokenRenewal renewal = renewal(true);
        renewal.renewWhenDue();
        assertThat(renewals()).isEqualTo(1);

        pass(HALF.minusSeconds(1));
        renewal.renewWhenDue();
        assertThat(renewals()).isEqualTo(1);

        pass(Duration.ofSeconds(2));
        renewal.renewWhenDue();
        assertThat(renewals()).isEqualTo(2);
    }

    @Test
    void aTokenFromALoginIsNotRenewed() {
        renewal(false).renewWhenDue();

        assertThat(renewals()).isZero();
    }

    @Test
    void anUnavailableVaultIsRetriedAtTheNextRefresh() {
        TokenRenewal renewal = renewal(true);
        proxy.answer(_ -> true, 503, "{\"errors\":[\"Vault is sealed\"]}");
        try (LogTap log = new LogTap(TokenRenewal.class)) {
            renewal.renewWhenDue();
            renewal.renewWhenDue();
            assertThat(log.lines()).isEmpty();
        }
        assertThat(renewals()).isEqualTo(2);
    }

    @Test
    void aTokenThatIsNotRenewableIsReportedOnceAndRetriedHourly() {
        TokenRenewal renewal = renewal(true);
        proxy.answer(_ -> true, 403, "{\"errors\":[\"permission denied\"]}");
        try (LogTap log = new LogTap(TokenRenewal.class)) {
            renewal.renewWhenDue();
            renewal.renewWhenDue();
            pass(Duration.ofHours(1));
            renewal.renewWhenDue();
            assertThat(log.lines()).singleElement().asString().contains("403", "use a periodic token");
        }
        assertThat(renewals()).isEqualTo(2);
    }

    /** A periodic token of an hour ends before an attempt an hour later. */
    @Test
    void aTokenThatWasRenewedIsTriedAgainAtTheNextRefresh() {
        TokenRenewal renewal = renewal(true);
        renewal.renewWhenDue();
        pass(HALF);
        proxy.answer(_ -> true, 500, "{\"errors\":[\"internal error\"]}");
        try (LogTap log = new LogTap(TokenRenewal.class)) {
            renewal.renewWhenDue();
            renewal.renewWhenDue();
            assertThat(log.lines()).singleElement().asString().contains("500");
        }
        assertThat(renewals()).isEqualTo(3);
    }

    private void pass(Duration time) {
        nanos += time.toNanos();
    }

    private long renewals() {
        return proxy.calls().stream()
                .filter(call -> call.contains("auth/token/renew-self"))
                .count();
    }

    private TokenRenewal renewal(boolean configured) {
        VaultClient client = TestClient.of(proxy.address(), vault.token());
        return new TokenRenewal(new VaultApi(client, "secret", "transit", configured), () -> nanos);
    }
}
