package com.rocketmat.sandbox.greenhouse.webhook;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;

/** Sent and pending deliveries; one that is being sent is locked. */
final class DeliveryLog {
    private final Map<UUID, Delivery> all = new LinkedHashMap<>();
    private final NavigableSet<Delivery> waiting = new TreeSet<>(Comparator.comparing(Delivery::due)
            .thenComparing(Delivery::organisation)
            .thenComparingInt(Delivery::number)
            .thenComparing(Delivery::id));

    synchronized void add(Delivery delivery) {
        all.put(delivery.id(), delivery);
        waiting.add(delivery);
        notifyAll();
    }

    /** The result of a delivery; nothing if it was cleared meanwhile. */
    synchronized void update(Delivery delivery) {
        if (all.replace(delivery.id(), delivery) != null && delivery.state() == Delivery.State.WAITING) {
            waiting.add(delivery);
        }
        notifyAll();
    }

    synchronized Optional<Delivery> claim(UUID id) {
        return Optional.ofNullable(all.get(id)).filter(waiting::remove).map(this::sending);
    }

    synchronized List<Delivery> claimDue(Instant now) {
        List<Delivery> due = new ArrayList<>();
        while (!waiting.isEmpty() && !waiting.first().due().isAfter(now)) {
            due.add(sending(waiting.removeFirst()));
        }
        return due;
    }

    synchronized Optional<Delivery> find(UUID id) {
        return Optional.ofNullable(all.get(id));
    }

    synchronized List<Delivery> in(EnumSet<Delivery.State> states) {
        return all.values().stream()
                .filter(each -> states.contains(each.state()))
                .toList();
    }

    synchronized void awaitWaiting() throws InterruptedException {
        while (waiting.isEmpty()) {
            wait();
        }
    }

    private Delivery sending(Delivery delivery) {
        Delivery sending = delivery.sending();
        all.put(sending.id(), sending);
        return sending;
    }
}
