package com.rocketmat.tenant.vault;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Renews a configured token: quarkus-vault renews tokens from its own logins, but treats a given token as permanent. */
@ApplicationScoped
public class TokenRenewal {

    private static final Duration LATER = Duration.ofHours(1);

    private final VaultApi api;
    private final LongSupplier nanoTime;
    private long due;
    /** Then a failure does not mean that it is not renewable, and it may expire before a later attempt. */
    private boolean renewed;

    private String said = "";

    @Inject
    public TokenRenewal(VaultApi api) {
        // a change of the machine's clock must not put it off until the token has ended
        this(api, System::nanoTime);
    }

    TokenRenewal(VaultApi api, LongSupplier nanoTime) {
        this.api = api;
        this.nanoTime = nanoTime;
        this.due = nanoTime.getAsLong();
    }

    /** Renews it at half of its lifetime; a token that is not renewable is used until it expires. */
    public synchronized void renewWhenDue() {
        long now = nanoTime.getAsLong();
        if (now - due < 0) {
            return;
        }
        try {
            boolean given = api.hasGivenToken();
            due = now + (given ? halfOf(api.renewToken()) : LATER).toNanos();
            renewed = given;
            said = "";
        } catch (VaultFailure e) {
            // a root or batch token, or a policy without "default"; after a failure, the next refresh tries again
            due = e.isGeneral() || renewed ? now : now + LATER.toNanos();
            if (!e.isGeneral() && !e.getMessage().equals(said)) {
                said = e.getMessage();
                Log.warnf(
                        "Cannot renew the configured Vault token (%s), trying again later; once it expires, running tenants keep their"
                                + " current settings; use a periodic token, or use Kubernetes authentication",
                        said);
            }
        } catch (RuntimeException e) {
            // for example no address; the load that follows fails for the same reason and reports it
            due = now;
        }
    }

    private static Duration halfOf(JsonNode answer) {
        return Duration.ofSeconds(answer.at("/auth/lease_duration").asLong()).dividedBy(2);
    }
}
