package com.rocketmat.console;

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
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Tells browsers that what they show has changed, and nothing else: they ask for the page then, with their session. Other replicas
 * change it too, so the database is asked, in one query for all that are watched, and not at all while nobody watches.
 */
@ApplicationScoped
class Changes {

    static final String CHANGED = "changed";
    /** So that nothing between here and the browser takes the stream for dead. */
    static final String BEAT = "beat";

    /** A tenant's id is never empty. */
    static final String ALL_TENANTS = "";

    private static final int TICKS_A_BEAT = 7;
    /** Then browsers connect again, if their session lets them. */
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final Totals totals;
    private final Fingerprints fingerprints;
    private final ConsoleConfig config;
    private final Map<MultiEmitter<? super String>, String> watchers = new ConcurrentHashMap<>();
    private final Map<String, Object> seen = new HashMap<>();
    private int ticks;
    private volatile boolean draining;

    Changes(Totals totals, Fingerprints fingerprints, ConsoleConfig config) {
        this.totals = totals;
        this.fingerprints = fingerprints;
        this.config = config;
    }

    boolean full() {
        return watchers.size() >= config.watchers();
    }

    /** The first word comes at once: something may have changed since the page was made. */
    Multi<String> of(String what) {
        return Multi.createFrom()
                .<String>emitter(browser -> {
                    if (draining) {
                        browser.complete();
                        return;
                    }
                    watchers.put(browser, what);
                    browser.onTermination(() -> watchers.remove(browser));
                    browser.emit(CHANGED);
                })
                .select()
                .first(LONGEST);
    }

    @Scheduled(every = "2s", concurrentExecution = ConcurrentExecution.SKIP)
    void look() {
        if (watchers.isEmpty()) {
            seen.clear();
            return;
        }
        boolean beat = ++ticks % TICKS_A_BEAT == 0;
        Map<String, Object> shown = shown(Set.copyOf(watchers.values()));
        watchers.forEach((browser, what) -> {
            if (!Objects.equals(seen.get(what), shown.get(what))) {
                browser.emit(CHANGED);
            } else if (beat) {
                browser.emit(BEAT);
            }
        });
        seen.clear();
        seen.putAll(shown);
    }

    private Map<String, Object> shown(Set<String> watched) {
        Set<String> tenants =
                watched.stream().filter(what -> !what.equals(ALL_TENANTS)).collect(Collectors.toSet());
        Map<String, Object> shown = new HashMap<>();
        if (!tenants.isEmpty()) {
            shown.putAll(fingerprints.of(tenants));
        }
        if (watched.contains(ALL_TENANTS)) {
            shown.put(ALL_TENANTS, totals.figures().shown());
        }
        return shown;
    }

    /** An open stream would be a call that is under way, for which a stop waits. */
    void on(@Observes ShutdownDelayInitiatedEvent event) {
        stop();
    }

    void on(@Observes ShutdownEvent event) {
        stop();
    }

    private void stop() {
        draining = true;
        Log.debugf("%d browsers are told to connect elsewhere", watchers.size());
        watchers.keySet().forEach(MultiEmitter::complete);
    }
}
