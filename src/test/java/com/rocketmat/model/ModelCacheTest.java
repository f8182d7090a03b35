package com.rocketmat.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rocketmat.model.manifest.ScoringFailed;
import com.rocketmat.tenant.scope.TenantId;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ModelCacheTest {

    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final ModelCache cache = new ModelCache(100, meters);

    @Test
    void closesTheLeastRecentlyUsedModelWhenTheBytesExceedTheBound() {
        Fake first = used("first", 40);
        Fake second = used("second", 40);
        used("first", first);
        Fake third = used("third", 40);

        assertThat(first.open()).isTrue();
        assertThat(second.open()).isFalse();
        assertThat(third.open()).isTrue();
        assertThat(cache.bytes()).isEqualTo(80);
    }

    @Test
    void loadsAModelAgainAfterItWasClosed() {
        used("first", 60);
        used("second", 60);
        Fake again = used("first", 60);

        assertThat(again.open()).isTrue();
        assertThat(meters.counter(ModelCache.LOADS).count()).isEqualTo(3);
        assertThat(meters.counter(ModelCache.EVICTIONS).count()).isEqualTo(2);
        assertThat(meters.get(ModelCache.BYTES).gauge().value()).isEqualTo(60);
    }

    @Test
    @Tag("failure-cache-full")
    void neverClosesAModelInUse() {
        Fake pinned = new Fake(80);
        use("pinned", pinned, model -> {
            used("other", 90);

            assertThat(model).isSameAs(pinned);
            assertThat(pinned.open()).isTrue();
        });
        assertThat(pinned.open()).isTrue();
    }

    @Test
    void closesAModelTooLargeForTheCacheWhenItIsReturned() {
        Fake large = new Fake(1000);
        use("large", large, _ -> {
            used("large", large);
            assertThat(large.open()).isTrue();
        });
        assertThat(large.open()).isFalse();
        assertThat(cache.bytes()).isZero();
    }

    @Test
    void loadsOnceForSimultaneousRequests() throws Exception {
        AtomicInteger loads = new AtomicInteger();
        CountDownLatch go = new CountDownLatch(1);
        Fake model = new Fake(10);
        List<Future<LoadedModel>> asked = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 50; i++) {
                asked.add(threads.submit(() -> cache.use(
                        key("m"),
                        () -> {
                            loads.incrementAndGet();
                            await(go);
                            return model;
                        },
                        Function.identity())));
            }
            go.countDown();
            for (Future<LoadedModel> one : asked) {
                assertThat(one.get()).isSameAs(model);
            }
        }
        assertThat(loads).hasValue(1);
        assertThat(model.open()).isTrue();
    }

    @Test
    void keepsTenantsApart() {
        Fake one = new Fake(1);
        Fake two = new Fake(1);

        assertThat(cache.<LoadedModel>use(new ModelCache.Key(new TenantId("a"), "v"), () -> one, Function.identity()))
                .isSameAs(one);
        assertThat(cache.<LoadedModel>use(new ModelCache.Key(new TenantId("b"), "v"), () -> two, Function.identity()))
                .isSameAs(two);
    }

    @Test
    void aSlowLoadDoesNotDelayOtherModels() throws Exception {
        CountDownLatch slow = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> waiting = threads.submit(() -> cache.use(
                    key("slow"),
                    () -> {
                        await(slow);
                        return new Fake(1);
                    },
                    Function.identity()));
            assertThat(used("fast", 1).open()).isTrue();
            slow.countDown();
            waiting.get();
        }
    }

    @Test
    void rethrowsAFailureToLoadAndTriesAgainNextTime() {
        assertThatThrownBy(() -> cache.use(
                        key("m"),
                        () -> {
                            throw new ScoringFailed("model", "broken", "mend it");
                        },
                        Function.identity()))
                .isInstanceOf(ScoringFailed.class)
                .hasMessage("broken");
        assertThat(meters.counter(ModelCache.LOAD_FAILURES).count()).isEqualTo(1);
        assertThat(used("m", 10).open()).isTrue();
        assertThat(meters.counter(ModelCache.LOAD_FAILURES).count()).isEqualTo(1);
    }

    @Test
    void closesIdleModelsAtShutdownAndOthersWhenReturned() {
        Fake idle = used("idle", 10);
        Fake busy = new Fake(10);

        use("busy", busy, _ -> {
            cache.close();

            assertThat(idle.open()).isFalse();
            assertThat(busy.open()).isTrue();
        });
        assertThat(busy.open()).isFalse();
    }

    @Test
    void aModelThatCannotBeClosedDoesNotStopAnEviction() {
        used("broken", new Fake(50) {
            @Override
            public void close() {
                throw new IllegalStateException("cannot be closed");
            }
        });
        Fake other = used("other", 50);
        Fake next = new Fake(100);

        use("next", next, model -> {
            assertThat(model).isSameAs(next);
            assertThat(other.open()).isFalse();
        });
        assertThat(cache.bytes()).isEqualTo(100);
    }

    @Test
    void loadsNothingAfterShutdown() {
        cache.close();
        for (int caller = 0; caller < 2; caller++) {
            assertThatThrownBy(() -> used("late", 10)).isInstanceOf(RejectedExecutionException.class);
        }
    }

    @Test
    void staysConsistentUnderConcurrentUse() throws Exception {
        List<Fake> made = Collections.synchronizedList(new ArrayList<>());
        try (var threads = Executors.newFixedThreadPool(8)) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                running.add(threads.submit(() -> {
                    for (int round = 0; round < 1000; round++) {
                        String name = "m" + ThreadLocalRandom.current().nextInt(12);
                        boolean open = cache.use(
                                key(name),
                                () -> {
                                    Fake fake = new Fake(30);
                                    made.add(fake);
                                    return fake;
                                },
                                model -> ((Fake) model).open());
                        assertThat(open).isTrue();
                    }
                }));
            }
            for (Future<?> one : running) {
                one.get();
            }
        }
        assertThat(cache.bytes()).isBetween(0L, 100L);
        assertThat(made.stream().filter(Fake::open).mapToLong(fake -> fake.cost).sum())
                .isEqualTo(cache.bytes());
        assertThat(made).allMatch(fake -> fake.closed.get() <= 1);
    }

    private static ModelCache.Key key(String version) {
        return new ModelCache.Key(new TenantId("acme"), version);
    }

    private void use(String version, Fake model, Consumer<LoadedModel> use) {
        cache.use(key(version), () -> model, loaded -> {
            use.accept(loaded);
            return loaded;
        });
    }

    private Fake used(String version, long cost) {
        return used(version, new Fake(cost));
    }

    private Fake used(String version, Fake model) {
        use(version, model, _ -> {});
        return model;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static class Fake extends LoadedModel {

        private final AtomicInteger closed = new AtomicInteger();

        Fake(long cost) {
            super(null, null, cost);
        }

        boolean open() {
            return closed.get() == 0;
        }

        @Override
        public void close() {
            closed.incrementAndGet();
        }
    }
}
