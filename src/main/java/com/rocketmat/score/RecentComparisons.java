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

/** Comparisons as they were within the last minute: each reads all scores of two versions, so that few are made at once. */
@ApplicationScoped
public class RecentComparisons {

    private static final int AT_ONCE = 2;
    private static final Duration KEPT = Duration.ofMinutes(1);
    private static final int MOST_KEPT = 1_000;
    /** Others are told to ask again at once: each that waits holds a thread. */
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

    /** The first version's scores beside the second's; whoever asks for the same meanwhile waits for it. */
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
                    // it costs little, and is asked until there is something to see
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
            // without effect on one that was made; another is forgotten, and whoever waits for it is told
            mine.cancel(false);
        }
    }

    private static HttpProblem busy() {
        return ProblemType.BUSY
                .passing("As many comparisons are being made as there may be at once", PATIENCE)
                .build();
    }
}
