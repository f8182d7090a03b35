package com.rocketmat.model;

import com.rocketmat.model.runtime.OnnxSession;
import com.rocketmat.model.upload.ModelsConfig;
import com.rocketmat.tenant.scope.TenantId;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.quarkus.logging.Log;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Keeps the most recently used models in memory, up to the configured number of bytes. A model in use is pinned: it may exceed the limit,
 * and is then closed after its last use. Concurrent requests load a model only once.
 */
@Singleton
class ModelCache {

    static final String BYTES = "rocketmat.model.cache";
    static final String LOADS = "rocketmat.model.loads";
    static final String LOAD_FAILURES = "rocketmat.model.load.failures";
    static final String EVICTIONS = "rocketmat.model.evictions";

    static final int LOADING_THREADS = 2;

    private final long maxBytes;
    private final Counter loads;
    private final Counter loadFailures;
    private final Counter evictions;
    /** Requests and slices wait for these threads, which limits the memory of concurrent loads. */
    private final ExecutorService loaders = Executors.newFixedThreadPool(
            LOADING_THREADS,
            Thread.ofPlatform().daemon().name("model-loading-", 0).factory());

    private final ReentrantLock lock = new ReentrantLock();
    /** Least recently used first. */
    private final Map<Key, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

    private long bytes;
    private boolean closed;

    record Key(TenantId tenant, String version) {}

    @Inject
    ModelCache(ModelsConfig config, MeterRegistry meters) {
        this(config.cache().asLongValue(), meters);
    }

    ModelCache(long maxBytes, MeterRegistry meters) {
        this.maxBytes = maxBytes;
        loads = meters.counter(LOADS);
        loadFailures = meters.counter(LOAD_FAILURES);
        evictions = meters.counter(EVICTIONS);
        Gauge.builder(BYTES, this, ModelCache::bytes).baseUnit(BaseUnits.BYTES).register(meters);
    }

    /** Starts ONNX Runtime early: during shutdown, when a first model may be loaded, it cannot register its shutdown hook. */
    void on(@Observes StartupEvent event) {
        loaders.execute(OnnxSession::environment);
    }

    /** Runs {@code use} with the model, which stays open meanwhile; loads it if necessary. */
    <R> R use(Key key, Supplier<LoadedModel> loader, Function<LoadedModel, R> use) {
        Entry entry = pin(key, loader);
        try {
            return use.apply(entry.loaded());
        } finally {
            unpin(entry);
        }
    }

    private Entry pin(Key key, Supplier<LoadedModel> loader) {
        lock.lock();
        try {
            Entry entry = entries.computeIfAbsent(key, _ -> startLoading(key, loader));
            entry.pins++;
            return entry;
        } finally {
            lock.unlock();
        }
    }

    /** Throws once the cache is closed, before there is an entry whose model callers would wait for forever. */
    private Entry startLoading(Key key, Supplier<LoadedModel> loader) {
        Entry entry = new Entry();
        loaders.execute(() -> load(key, entry, loader));
        return entry;
    }

    private void load(Key key, Entry entry, Supplier<LoadedModel> loader) {
        try {
            LoadedModel model = loader.get();
            loads.increment();
            charge(entry, model.cost);
            entry.model.complete(model);
        } catch (RuntimeException | Error e) {
            loadFailures.increment();
            remove(key, entry);
            entry.model.completeExceptionally(e);
        }
    }

    private void charge(Entry entry, long cost) {
        lock.lock();
        try {
            entry.cost = cost;
            bytes += cost;
        } finally {
            lock.unlock();
        }
        closeAll(removeEvictable());
    }

    private void remove(Key key, Entry entry) {
        lock.lock();
        try {
            entries.remove(key, entry);
        } finally {
            lock.unlock();
        }
    }

    private void unpin(Entry entry) {
        lock.lock();
        try {
            entry.pins--;
        } finally {
            lock.unlock();
        }
        closeAll(removeEvictable());
    }

    /** The caller closes the models outside the lock, because that takes a while. */
    private List<LoadedModel> removeEvictable() {
        List<LoadedModel> evicted = new ArrayList<>();
        lock.lock();
        try {
            Iterator<Entry> candidates = entries.values().iterator();
            while (candidates.hasNext()) {
                Entry entry = candidates.next();
                if (entry.pins == 0 && (bytes > maxBytes || closed)) {
                    candidates.remove();
                    bytes -= entry.cost;
                    evicted.add(entry.model.join());
                }
            }
        } finally {
            lock.unlock();
        }
        evictions.increment(evicted.size());
        return evicted;
    }

    /** A failure to close one affects neither the others nor the caller. */
    private static void closeAll(List<LoadedModel> models) {
        for (LoadedModel model : models) {
            try {
                model.close();
            } catch (RuntimeException e) {
                Log.error("Cannot close a model; its memory stays in use until the next restart", e);
            }
        }
    }

    long bytes() {
        lock.lock();
        try {
            return bytes;
        } finally {
            lock.unlock();
        }
    }

    @PreDestroy
    void close() {
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
        loaders.shutdown();
        closeAll(removeEvictable());
    }

    private static final class Entry {
        private final CompletableFuture<LoadedModel> model = new CompletableFuture<>();

        private int pins;
        private long cost;

        private LoadedModel loaded() {
            try {
                return model.join();
            } catch (CompletionException e) {
                // every waiting caller gets the loader's failure; the next caller loads again
                throw e.getCause() instanceof RuntimeException cause ? cause : e;
            }
        }
    }
}
