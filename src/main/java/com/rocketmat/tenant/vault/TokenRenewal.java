package com.rocketmat.tenant.vault;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Renews a configured token: quarkus-vault renews tokens from its own logins, but treats a given token as permanent. */
@ApplicationScoped
public class TokenRenewal {

    private static final Duration LATER = Duration.ofHours(1);

    private final VaultApi api;
    private final Clock clock;
    private Instant due = Instant.MIN;
    /** A clock that ran ahead meanwhile must not put it off until the token has ended. */
    private Instant asked = Instant.MIN;

    private String said = "";

    public TokenRenewal(VaultApi api, Clock clock) {
        this.api = api;
        this.clock = clock;
    }

    /** Renews it at half of its lifetime; a token that is not renewable is used until it expires. */
    public synchronized void renewWhenDue() {
        Instant now = clock.instant();
        boolean setBack = now.isBefore(asked);
        asked = now;
        if (now.isBefore(due) && !setBack) {
            return;
        }
        try {
            due = now.plus(api.hasGivenToken() ? halfOf(api.renewToken()) : LATER);
            said = "";
        } catch (VaultFailure e) {
            // a root or batch token, or a policy without "default"; after a failure, the next refresh tries again
            due = e.isGeneral() ? now : now.plus(LATER);
            if (!e.isGeneral() && !e.getMessage().equals(said)) {
                said = e.getMessage();
                Log.warnf(
                        "Cannot renew the configured Vault token (%s); once it expires, running tenants keep their current settings; use a"
                                + " periodic token, or use Kubernetes authentication",
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
