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
 * Tells browsers only that a page has changed; they then request it with their session. Other replicas change data too, so the
 * database is polled: a few queries for all watched pages together, and none while no page is watched.
 */
@ApplicationScoped
class Changes {

    static final String CHANGED = "changed";
    /** Keeps proxies from closing the stream as idle. */
    static final String BEAT = "beat";

    private static final int TICKS_A_BEAT = 7;
    private static final int SECONDS = 10;
    /** Browsers reconnect after that, if their session is still valid. */
    private static final Duration LONGEST = Duration.ofMinutes(5);

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

    private record Watcher(Reach what, String person) {}

    /** The first look tells of a change, because something may have changed since the page was rendered. */
    Multi<String> of(Reach what, String person) {
        Watcher watcher = new Watcher(what, person);
        if (!room(watcher)) {
            throw ConsoleProblems.TOO_MANY_STREAMS.passing(
                    "The maximum number of event streams of a person or of this replica is open", SECONDS);
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
                .first(LONGEST);
    }

    private boolean room(Watcher watcher) {
        long others = watchers.values().stream()
                .filter(other -> other.person().equals(watcher.person()))
                .count();
        return watchers.size() < config.watchers() && others < config.watchersPerPerson();
    }

    @Scheduled(every = "2s", concurrentExecution = ConcurrentExecution.SKIP)
    void look() {
        boolean beat = ++ticks % TICKS_A_BEAT == 0;
        Map<Reach, Object> shown =
                shown(watchers.values().stream().map(Watcher::what).collect(Collectors.toSet()));
        watchers.forEach((browser, watcher) -> {
            Object now = shown.get(watcher.what());
            // null for one that came during this look
            if (now != null && !now.equals(seen.put(browser, now))) {
                browser.emit(CHANGED);
            } else if (beat) {
                browser.emit(BEAT);
            }
        });
        seen.keySet().retainAll(watchers.keySet());
    }

    private Map<Reach, Object> shown(Set<Reach> watched) {
        Set<String> tenants = watched.stream()
                .flatMap(what -> what instanceof Reach.Only(Set<String> some) ? some.stream() : Stream.empty())
                .collect(Collectors.toSet());
        Map<String, Object> each = tenants.isEmpty() ? Map.of() : fingerprints.of(tenants);
        Map<Reach, Object> shown = new HashMap<>();
        for (Reach what : watched) {
            shown.put(
                    what,
                    switch (what) {
                        case Reach.All _ -> totals.figures(what).shown();
                        case Reach.Only(Set<String> some) ->
                            some.stream().filter(each::containsKey).collect(Collectors.toMap(id -> id, each::get));
                    });
        }
        return shown;
    }

    /** An open stream counts as a running call, which a shutdown would wait for. */
    void on(@Observes ShutdownDelayInitiatedEvent event) {
        stop();
    }

    void on(@Observes ShutdownEvent event) {
        stop();
    }

    private void stop() {
        draining = true;
        Log.debugf("Telling %d browsers to reconnect to another replica", watchers.size());
        watchers.keySet().forEach(MultiEmitter::complete);
    }
}
