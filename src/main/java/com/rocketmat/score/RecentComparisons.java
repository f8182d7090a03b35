package com.rocketmat.score;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.rocketmat.problem.HttpProblem;
import com.rocketmat.problem.ProblemType;
import com.rocketmat.tenant.scope.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Comparisons cached for a minute: each reads all scores of two versions, so only few run at once. */
@ApplicationScoped
public class RecentComparisons {

    private static final int AT_ONCE = 2;
    private static final Duration KEPT = Duration.ofMinutes(1);
    private static final int MOST_KEPT = 1_000;
    /** Further callers are told to retry at once, because each waiting one would hold a thread. */
    private static final int MOST_WAITING = 8;

    private static final int PATIENCE = 5;

    private final Comparisons comparisons;
    private final Semaphore turns = new Semaphore(AT_ONCE);
    private final Cache<Key, Comparison> recent =
            Caffeine.newBuilder().expireAfterWrite(KEPT).maximumSize(MOST_KEPT).build();

    RecentComparisons(Comparisons comparisons) {
        this.comparisons = comparisons;
    }

    private record Key(TenantId tenant, String version, String other) {}

    public Comparison of(TenantId tenant, String version, String other) {
        Key key = new Key(tenant, version, other);
        Comparison known = recent.getIfPresent(key);
        return known == null ? inTurn(key) : known;
    }

    private Comparison inTurn(Key key) {
        if (turns.getQueueLength() >= MOST_WAITING || !turn()) {
            throw busy();
        }
        try {
            // another caller may have made it meanwhile
            Comparison known = recent.getIfPresent(key);
            return known == null ? made(key) : known;
        } finally {
            turns.release();
        }
    }

    private boolean turn() {
        try {
            return turns.tryAcquire(PATIENCE, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Comparison made(Key key) {
        Comparison made = comparisons.of(key.tenant(), key.version(), key.other());
        // empty results are cheap and not cached, so that the first scores show at once
        if (made.applications() > 0) {
            recent.put(key, made);
        }
        return made;
    }

    private static HttpProblem busy() {
        return ProblemType.BUSY.passing("The maximum number of comparisons is running", PATIENCE);
    }
}
