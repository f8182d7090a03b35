package com.rocketmat.tenant;

import com.rocketmat.tenant.DataExport.Phase;
import com.rocketmat.tenant.scope.TenantId;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jboss.logging.MDC;

/** A file that is made piece by piece, as fast as its reader takes it; no thread is held between two pieces. */
public final class StreamedExport {

    private static final String TENANT = "tenant";

    private StreamedExport() {}

    /** A part of the file, possibly empty; {@code rest} is the time before the next one can be made. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Piece(byte[] bytes, boolean last, Duration rest) {

        public Piece(byte[] bytes, boolean last) {
            this(bytes, last, Duration.ZERO);
        }
    }

    /** Calls {@code end} once unless it fails, however many ways there are to end it; before the last byte of a complete file is sent. */
    public static Multi<byte[]> of(TenantId tenant, String kind, Supplier<Piece> next, Consumer<Phase> end) {
        var ended = new AtomicBoolean();
        Consumer<Phase> once = phase -> {
            if (ended.compareAndSet(false, true)) {
                try {
                    end.accept(phase);
                } catch (RuntimeException e) {
                    // a file whose completion cannot be recorded has failed, which may still be recorded
                    ended.set(false);
                    throw e;
                }
            }
        };
        Executor workers = Infrastructure.getDefaultWorkerPool();
        return Multi.createBy()
                .repeating()
                .uni(() -> Uni.createFrom()
                        .item(() -> made(tenant, kind, next, once))
                        .runSubscriptionOn(workers)
                        .onItem()
                        .transformToUni(StreamedExport::rested))
                .whilst(piece -> !piece.last())
                .map(Piece::bytes)
                .filter(bytes -> bytes.length > 0)
                .onCancellation()
                .invoke(() -> workers.execute(() -> once.accept(Phase.ABANDONED)));
    }

    private static Uni<Piece> rested(Piece piece) {
        Uni<Piece> made = Uni.createFrom().item(piece);
        return piece.rest().isPositive() ? made.onItem().delayIt().by(piece.rest()) : made;
    }

    private static Piece made(TenantId tenant, String kind, Supplier<Piece> next, Consumer<Phase> end) {
        MDC.put(TENANT, tenant.value());
        try {
            Piece piece = next.get();
            if (piece.last()) {
                end.accept(Phase.COMPLETED);
            }
            return piece;
        } catch (RuntimeException e) {
            Log.warnf("Export of %s aborted: %s", kind, e.toString());
            end.accept(Phase.FAILED);
            throw e;
        } finally {
            MDC.remove(TENANT);
        }
    }
}
