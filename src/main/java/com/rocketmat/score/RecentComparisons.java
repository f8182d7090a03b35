package com.rocketmat.score;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.rocketmat.problem.HttpProblem;
import com.rocketmat.problem.ProblemType;
import com.rocketmat.tenant.scope.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

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
    private final AsyncCache<Key, Comparison> recent =
            Caffeine.newBuilder().expireAfterWrite(KEPT).maximumSize(MOST_KEPT).buildAsync();

    RecentComparisons(Comparisons comparisons) {
        this.comparisons = comparisons;
    }

    private record Key(TenantId tenant, String version, String other) {}

    /** Compares the first version's scores with the second's; concurrent callers for the same versions share one result. */
    public Comparison of(TenantId tenant, String version, String other) {
        CompletableFuture<Comparison> mine = new CompletableFuture<>();
        Key key = new Key(tenant, version, other);
        CompletableFuture<Comparison> first = recent.asMap().putIfAbsent(key, mine);
        try {
            if (first != null && first.getNumberOfDependents() < MOST_WAITING) {
                return first.get(PATIENCE, TimeUnit.SECONDS);
            }
            if (first != null
                    || turns.getQueueLength() >= MOST_WAITING
                    || !turns.tryAcquire(PATIENCE, TimeUnit.SECONDS)) {
                throw busy();
            }
            try {
                Comparison made = comparisons.of(tenant, version, other);
                mine.complete(made);
                if (made.applications() == 0) {
                    // empty results are cheap and not cached, so that the first scores show at once
                    recent.asMap().remove(key, mine);
                }
                return made;
            } finally {
                turns.release();
            }
        } catch (TimeoutException | ExecutionException | CancellationException e) {
            throw busy();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw busy();
        } finally {
            // no effect if it has completed; otherwise waiting callers are told
            mine.cancel(false);
        }
    }

    private static HttpProblem busy() {
        return ProblemType.BUSY
                .passing("The maximum number of comparisons is running", PATIENCE)
                .build();
    }
}
