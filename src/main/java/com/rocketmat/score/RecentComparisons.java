package com.rocketmat.score;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.rocketmat.problem.Turns;
import com.rocketmat.tenant.scope.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;

/** Comparisons cached for a minute: each reads all scores of two versions, so only few run at once. */
@ApplicationScoped
public class RecentComparisons {

    private static final Duration KEPT = Duration.ofMinutes(1);
    private static final int MOST_KEPT = 1_000;

    private final Comparisons comparisons;
    private final Turns turns = new Turns("comparisons");
    private final Cache<Key, Comparison> recent =
            Caffeine.newBuilder().expireAfterWrite(KEPT).maximumSize(MOST_KEPT).build();

    RecentComparisons(Comparisons comparisons) {
        this.comparisons = comparisons;
    }

    private record Key(TenantId tenant, String version, String other) {}

    public Comparison of(TenantId tenant, String version, String other) {
        Key key = new Key(tenant, version, other);
        // another caller may have made it while this one waited
        return known(key).orElseGet(() -> turns.take(() -> known(key).orElseGet(() -> made(key))));
    }

    private Optional<Comparison> known(Key key) {
        return Optional.ofNullable(recent.getIfPresent(key));
    }

    private Comparison made(Key key) {
        Comparison made = comparisons.of(key.tenant(), key.version(), key.other());
        // empty results are cheap and not cached, so that the first scores show at once
        if (made.applications() > 0) {
            recent.put(key, made);
        }
        return made;
    }
}
