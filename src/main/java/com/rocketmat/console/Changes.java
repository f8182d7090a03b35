package com.rocketmat.console;

import com.rocketmat.access.Reach;
import com.rocketmat.console.session.ConsoleConfig;
import com.rocketmat.console.session.ConsoleProblems;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.MultiEmitter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Notifies browsers that a page has changed; they then request it with their session. Polls the database, since other replicas change
 * data too: a few queries for all watched pages together, none while no page is watched.
 */
@ApplicationScoped
class Changes {

    static final String CHANGED = "changed";
    /** Keeps proxies from closing the stream as idle. */
    static final String HEARTBEAT = "beat";

    private static final int TICKS_PER_HEARTBEAT = 7;
    private static final int RETRY_AFTER_SECONDS = 10;
    /** Then browsers reconnect, if their session is still valid. */
    private static final Duration MAX_DURATION = Duration.ofMinutes(5);

    private final Totals totals;
    private final Fingerprints fingerprints;
    private final ConsoleConfig config;
    private final Map<MultiEmitter<? super String>, Watcher> watchers = new ConcurrentHashMap<>();
    private final Map<MultiEmitter<? super String>, Object> seen = new HashMap<>();
    private int ticks;
    private volatile boolean draining;

    Changes(Totals totals, Fingerprints fingerprints, ConsoleConfig config) {
        this.totals = totals;
        this.fingerprints = fingerprints;
        this.config = config;
    }

    private record Watcher(Reach reach, String operator) {}

    /** The first poll always reports a change, because something may have changed since the page was rendered. */
    Multi<String> stream(Reach reach, String operator) {
        Watcher watcher = new Watcher(reach, operator);
        if (!hasCapacity(watcher)) {
            throw ConsoleProblems.TOO_MANY_STREAMS.passing(
                    "The maximum number of event streams of a person or of this replica is open", RETRY_AFTER_SECONDS);
        }
        return Multi.createFrom()
                .<String>emitter(browser -> {
                    if (draining) {
                        browser.complete();
                        return;
                    }
                    // concurrent calls may exceed the limit by a few
                    watchers.put(browser, watcher);
                    browser.onTermination(() -> watchers.remove(browser));
                })
                .select()
                .first(MAX_DURATION);
    }

    private boolean hasCapacity(Watcher watcher) {
        long others = watchers.values().stream()
                .filter(other -> other.operator().equals(watcher.operator()))
                .count();
        return watchers.size() < config.watchers() && others < config.watchersPerPerson();
    }

    @Scheduled(every = "2s", concurrentExecution = ConcurrentExecution.SKIP)
    void poll() {
        boolean heartbeat = ++ticks % TICKS_PER_HEARTBEAT == 0;
        Map<Reach, Object> current =
                fingerprints(watchers.values().stream().map(Watcher::reach).collect(Collectors.toSet()));
        watchers.forEach((browser, watcher) -> {
            Object now = current.get(watcher.reach());
            // null for a watcher that was added during this poll
            if (now != null && !now.equals(seen.put(browser, now))) {
                browser.emit(CHANGED);
            } else if (heartbeat) {
                browser.emit(HEARTBEAT);
            }
        });
        seen.keySet().retainAll(watchers.keySet());
    }

    private Map<Reach, Object> fingerprints(Set<Reach> watched) {
        Set<String> tenants = watched.stream()
                .flatMap(reach -> reach instanceof Reach.Only(Set<String> ids) ? ids.stream() : Stream.empty())
                .collect(Collectors.toSet());
        Map<String, Object> byTenant = tenants.isEmpty() ? Map.of() : fingerprints.of(tenants);
        Map<Reach, Object> result = new HashMap<>();
        for (Reach reach : watched) {
            result.put(
                    reach,
                    switch (reach) {
                        case Reach.All _ -> totals.figures(reach).fingerprint();
                        case Reach.Only(Set<String> ids) ->
                            ids.stream()
                                    .filter(byTenant::containsKey)
                                    .collect(Collectors.toMap(id -> id, byTenant::get));
                    });
        }
        return result;
    }

    /** Closes the streams early, since a shutdown waits for open streams as for running calls. */
    void on(@Observes ShutdownDelayInitiatedEvent event) {
        stop();
    }

    void on(@Observes ShutdownEvent event) {
        stop();
    }

    private void stop() {
        draining = true;
        Log.debugf(
                "Shutting down: closing the event streams of %d browsers, which reconnect to another replica",
                watchers.size());
        watchers.keySet().forEach(MultiEmitter::complete);
    }
}
