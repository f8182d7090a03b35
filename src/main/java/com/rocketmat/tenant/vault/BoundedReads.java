package com.rocketmat.tenant.vault;

import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.vault.VaultSecrets.Read;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Gatherers;

/** Reads many secrets, a few at a time. If Vault is in trouble, the rest is left for the next refresh. */
final class BoundedReads {

    /** 500 reads at this width took less than a second; more gains nothing and burdens Vault. */
    static final int WIDTH = 16;
    /** So many in a row may be refused each for itself, once others were read. */
    private static final int MANY = 10 * WIDTH;

    private final Function<TenantId, Read> vault;
    /** After a mistake in the policy each refusal also costs a login. */
    private final AtomicInteger refusalsInARow = new AtomicInteger();

    private volatile boolean answered;

    private volatile Read.Unasked trouble;

    /** @param answered whether Vault is known to let secrets be read */
    BoundedReads(Function<TenantId, Read> vault, boolean answered) {
        this.vault = vault;
        this.answered = answered;
    }

    Map<TenantId, Read> of(List<TenantId> wanted) {
        return wanted.stream()
                .gather(Gatherers.mapConcurrent(WIDTH, tenant -> Map.entry(tenant, read(tenant))))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private Read read(TenantId tenant) {
        return trouble == null ? weighed(vault.apply(tenant)) : trouble;
    }

    private Read weighed(Read read) {
        switch (read) {
            case Read.Unasked unasked -> trouble = unasked;
            case Read.Failed failed -> {
                if (refusalsInARow.incrementAndGet() >= (answered ? MANY : WIDTH)) {
                    trouble = new Read.Unasked(failed.reason());
                }
            }
            case Read.Found _, Read.Unchanged _, Read.Absent _ -> {
                answered = true;
                refusalsInARow.set(0);
            }
        }
        return read;
    }
}
