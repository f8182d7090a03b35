package com.rocketmat.console;

import com.rocketmat.tenant.Reach;
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
import java.util.stream.Stream;

/**
 * Tells browsers that what they show has changed, and nothing else: they ask for the page then, with their session. Other replicas
 * change it too, so the database is asked, in one query for all that are watched, and not at all while nobody watches.
 */
@ApplicationScoped
class Changes {

    static final String CHANGED = "changed";
    /** So that nothing between here and the browser takes the stream for dead. */
    static final String BEAT = "beat";

    private static final int TICKS_A_BEAT = 7;
    /** Then browsers connect again, if their session lets them. */
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final Totals totals;
    private final Fingerprints fingerprints;
    private final ConsoleConfig config;
    private final Map<MultiEmitter<? super String>, Reach> watchers = new ConcurrentHashMap<>();
    private final Map<Reach, Object> seen = new HashMap<>();
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

    /**
     * Changes of these tenants. The first word comes at once: something may have happened since the page was made.
     *
     * @param what no more than the caller may know
     */
    Multi<String> of(Reach what) {
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
        Map<Reach, Object> shown = shown(Set.copyOf(watchers.values()));
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
