package com.rocketmat.tenant.vault;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Renews a token that was configured: quarkus-vault renews what it logged in for, but takes a given token as one without an end. */
@ApplicationScoped
public class TokenRenewal {

    private static final Duration LATER = Duration.ofHours(1);

    private final VaultApi api;
    private final Clock clock;
    private Instant due = Instant.MIN;
    private String said = "";

    TokenRenewal(VaultApi api, Clock clock) {
        this.api = api;
        this.clock = clock;
    }

    /** Renews it at half of its life; one that cannot be renewed lasts as long as it lasts. */
    public synchronized void renewWhenDue() {
        Instant now = clock.instant();
        if (now.isBefore(due)) {
            return;
        }
        try {
            due = now.plus(api.hasGivenToken() ? halfOf(api.renewToken()) : LATER);
            said = "";
        } catch (VaultFailure e) {
            // a root or batch token, or a policy without "default"; in trouble, the next refresh tries again
            due = e.isGeneral() ? now : now.plus(LATER);
            if (!e.isGeneral() && !e.getMessage().equals(said)) {
                said = e.getMessage();
                Log.warnf(
                        "the configured Vault token is not renewed (%s): when it ends, tenants stay as they are in memory; give a"
                                + " periodic token, or use Kubernetes authentication",
                        said);
            }
        } catch (RuntimeException e) {
            // no address, say; the load that follows fails with the same, and tells
            due = now;
        }
    }

    private static Duration halfOf(JsonNode answer) {
        return Duration.ofSeconds(answer.at("/auth/lease_duration").asLong()).dividedBy(2);
    }
}
