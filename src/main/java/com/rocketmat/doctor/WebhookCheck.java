package com.rocketmat.doctor;

import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.webhook.WebhookFigures;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Whether webhooks arrive and are signed with the tenant's key. */
final class WebhookCheck {

    static final String NAME = "webhooks";

    private static final String SET_UP =
            "in Greenhouse, under Configure, Dev Center, Webhooks, check that this tenant's webhooks exist, are enabled and call"
                    + " POST /webhooks/greenhouse/%s, and look at the log of failed deliveries";

    private final WebhookFigures figures;
    private final Clock clock;

    WebhookCheck(WebhookFigures figures, Clock clock) {
        this.figures = figures;
        this.clock = clock;
    }

    Finding run(Examination examination) {
        TenantId tenant = examination.settings.id();
        WebhookFigures.Figures counted = figures.of(tenant);
        Optional<Instant> last = counted.lastSigned();
        Instant since = clock.instant().minus(WebhookFigures.SILENCE);
        boolean silent = last.filter(since::isBefore).isEmpty();
        Optional<Instant> refused = counted.lastRefused().filter(at -> last.isEmpty() || at.isAfter(last.get()));
        if (silent && refused.isPresent()) {
            return Finding.warning(
                    NAME,
                    "the last one, at %s, was not signed with webhook_secret".formatted(seconds(refused.get())),
                    "enter the value of webhook_secret as the secret key of each webhook in Greenhouse");
        }
        if (last.isEmpty()) {
            return Finding.warning(NAME, "none has arrived yet", SET_UP.formatted(tenant));
        }
        long found = silent ? figures.foundByRuns(tenant, since) : 0;
        return found > 0
                ? Finding.warning(
                        NAME,
                        "the last one came at %s; applications without a score that runs found in the last 24 hours: %d"
                                .formatted(seconds(last.get()), found),
                        SET_UP.formatted(tenant))
                : Finding.ok(
                        NAME,
                        "the last one came at %s; waiting: %d%s"
                                .formatted(seconds(last.get()), counted.waiting(), note(refused)));
    }

    /** Not a warning, since anyone who knows the address can send a wrongly signed one. */
    private static String note(Optional<Instant> refused) {
        return refused.map(at ->
                        "; one at %s was not signed with webhook_secret: it came from a stranger, or from a webhook with another key"
                                .formatted(seconds(at)))
                .orElse("");
    }

    private static Instant seconds(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS);
    }
}
