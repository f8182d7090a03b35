package com.rocketmat.tenant.vault;

import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.vault.VaultSecrets.Read;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Gatherers;

/** Reads many secrets, a few at a time. If Vault is in trouble, the rest is left for the next refresh. */
final class BoundedReads {

    /** 500 reads at this width took less than a second; more gains nothing and burdens Vault. */
    static final int WIDTH = 16;
    /** More in a row are a mistake in the policy, and each of them also costs a login. */
    static final int MOST_REFUSALS = 10 * WIDTH;

    private final Function<TenantId, Read> vault;
    private final AtomicInteger refusalsInARow = new AtomicInteger();
    private final AtomicBoolean lastFailed = new AtomicBoolean();

    private volatile Read.NoAnswer trouble;

    BoundedReads(Function<TenantId, Read> vault) {
        this.vault = vault;
    }

    Map<TenantId, Read> of(List<TenantId> wanted) {
        return wanted.stream()
                .gather(Gatherers.mapConcurrent(WIDTH, tenant -> Map.entry(tenant, read(tenant))))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** A failure is repeated at once. If two secrets in a row fail twice, Vault is unavailable, and the refresh ends. */
    private Read read(TenantId tenant) {
        Read read = ask(tenant);
        if (read instanceof Read.NoAnswer) {
            read = ask(tenant);
        }
        boolean secondInARow = lastFailed.getAndSet(read instanceof Read.NoAnswer);
        switch (read) {
            case Read.NoAnswer noAnswer -> {
                if (secondInARow) {
                    trouble = noAnswer;
                }
            }
            case Read.Refused refused -> {
                if (refusalsInARow.incrementAndGet() >= MOST_REFUSALS) {
                    trouble = new Read.NoAnswer(refused.reason());
                }
            }
            case Read.Found _, Read.Unchanged _, Read.Absent _ -> refusalsInARow.set(0);
        }
        return read;
    }

    private Read ask(TenantId tenant) {
        Read known = trouble;
        return known == null ? vault.apply(tenant) : known;
    }
}
