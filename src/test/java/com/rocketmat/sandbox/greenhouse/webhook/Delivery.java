package com.rocketmat.sandbox.greenhouse.webhook;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** One event for one webhook, with its body as signed. Numbers increase per organisation. */
public record Delivery(
        String organisation,
        int number,
        Webhook webhook,
        String action,
        UUID id,
        String body,
        State state,
        Instant due,
        List<Attempt> attempts) {
    public enum State {
        WAITING,
        SENDING,
        DELIVERED,
        DEAD
    }

    /** An attempt; the status is 0 if there was no answer. */
    public record Attempt(Instant at, UUID eventId, int status) {}

    public static Delivery first(
            String organisation, int number, Webhook webhook, String action, UUID id, String body, Instant now) {
        return new Delivery(organisation, number, webhook, action, id, body, State.WAITING, now, List.of());
    }

    Delivery sending() {
        return new Delivery(organisation, number, webhook, action, id, body, State.SENDING, due, attempts);
    }

    Delivery after(Attempt attempt, State next, Instant nextDue) {
        List<Attempt> all = new ArrayList<>(attempts);
        all.add(attempt);
        return new Delivery(organisation, number, webhook, action, id, body, next, nextDue, List.copyOf(all));
    }
}
