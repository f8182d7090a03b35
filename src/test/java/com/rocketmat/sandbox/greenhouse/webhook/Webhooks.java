package com.rocketmat.sandbox.greenhouse.webhook;

import com.rocketmat.sandbox.greenhouse.switches.Switches;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Deliveries to webhooks: seven attempts over fifteen hours of the simulator's clock, ended only by a 200. Deliveries of several
 * events have no fixed order, unless a test sends them itself.
 */
public final class Webhooks implements AutoCloseable {
    private static final List<Duration> WAITS =
            Stream.of(1, 15, 60, 120, 240, 480).map(Duration::ofMinutes).toList();
    private static final Duration LOOK = Duration.ofMillis(5);
    private final DeliveryLog log = new DeliveryLog();
    private final Clock clock;
    private final Switches switches;
    private final boolean hasThreads;
    private final WebhookPost post;
    private Thread pump;

    public Webhooks(Clock clock, Switches switches, boolean hasThreads) {
        this.clock = clock;
        this.switches = switches;
        this.hasThreads = hasThreads;
        this.post = new WebhookPost();
    }

    /** Everything that was to be sent except pings, in order of occurrence. */
    public List<Delivery> all() {
        return log.in(EnumSet.allOf(Delivery.State.class));
    }

    public List<Delivery> waiting() {
        return log.in(EnumSet.of(Delivery.State.WAITING, Delivery.State.SENDING));
    }

    public List<Delivery> delivered() {
        return log.in(EnumSet.of(Delivery.State.DELIVERED));
    }

    /** Sends what is due in this thread, the longest due first. */
    public void sendDue() {
        log.claimDue(clock.instant()).forEach(this::attempt);
    }

    /** Sends a waiting delivery, due or not; returns its new state. */
    public Delivery send(Delivery delivery) {
        log.claim(delivery.id()).ifPresent(this::attempt);
        return log.find(delivery.id()).orElseThrow(() -> new IllegalArgumentException("no delivery " + delivery.id()));
    }

    /** Sends the same bytes under the same id again, regardless of their result; returns the status, 0 without an answer. */
    public int replay(Delivery delivery) {
        return post.send(delivery, delivery.id());
    }

    /** Receives everything in place of the webhooks' addresses. */
    public void receiver(Receiver receiver) {
        post.receiver(receiver);
    }

    @Override
    public synchronized void close() {
        if (pump != null) {
            pump.interrupt();
        }
        post.close();
    }

    public boolean ping(Delivery ping) {
        return post.send(ping, ping.id()) == 200;
    }

    public synchronized void add(Delivery delivery) {
        log.add(delivery);
        if (hasThreads && pump == null) {
            pump = Thread.ofVirtual().name("webhooks").start(this::pump);
        }
    }

    /** The clock may be settable, so it is polled. */
    private void pump() {
        try {
            while (true) {
                log.awaitWaiting();
                if (switches.webhooks.automatic) {
                    log.claimDue(clock.instant())
                            .forEach(each -> Thread.ofVirtual().start(() -> attempt(each)));
                }
                Thread.sleep(LOOK);
            }
        } catch (InterruptedException _) {
            // closed
        }
    }

    private void attempt(Delivery delivery) {
        int made = delivery.attempts().size();
        UUID eventId = made == 0 || switches.webhooks.repeatEventId
                ? delivery.id()
                : UUID.nameUUIDFromBytes((delivery.id() + "/" + made).getBytes(StandardCharsets.UTF_8));
        Instant at = clock.instant();
        Delivery.Attempt attempt = new Delivery.Attempt(at, eventId, post.send(delivery, eventId));
        log.update(after(delivery, attempt));
    }

    private Delivery after(Delivery delivery, Delivery.Attempt attempt) {
        int made = delivery.attempts().size();
        if (attempt.status() == 200) {
            return delivery.after(attempt, Delivery.State.DELIVERED, delivery.due());
        }
        if (made == WAITS.size()) {
            return delivery.after(attempt, Delivery.State.DEAD, delivery.due());
        }
        return delivery.after(attempt, Delivery.State.WAITING, clock.instant().plus(WAITS.get(made)));
    }
}
