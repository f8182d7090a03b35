package com.rocketmat.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rocketmat.tenant.scope.TenantId;
import io.quarkus.runtime.configuration.MemorySize;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class WebhookInboxTest {

    private static final int AT_ONCE = 3;

    private record Config(MemorySize maxBody, Duration time, int atOnce, int queue) implements WebhookConfig {}

    private final CountDownLatch recovered = new CountDownLatch(1);

    @AutoClose("close")
    private final WebhookInbox inbox = new WebhookInbox(
            new WebhookActions(null, null, null, null, null, null, null) {
                @Override
                Reception take(TenantId tenant, String eventId, Notice notice) {
                    try {
                        recovered.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    return Reception.TAKEN;
                }
            },
            new Config(new MemorySize(BigInteger.ONE), Duration.ofSeconds(10), AT_ONCE, 10));

    /** Their calls time out meanwhile, and others take their places. */
    @Test
    void theNumberOfWaitingEventsIsLimitedWhileTheDatabaseHangs() {
        List<Reception> answers = new CopyOnWriteArrayList<>();
        int fits = WebhookInbox.THREADS + AT_ONCE;

        for (int event = 0; event < fits + 2; event++) {
            inbox.add(new TenantId("acme"), "event-" + event, Notice.withoutEffect("ping"), answers::add);
        }

        assertThat(answers).containsExactly(Reception.DATABASE_AWAY, Reception.DATABASE_AWAY);
        recovered.countDown();
        await().untilAsserted(() -> assertThat(answers).hasSize(fits + 2).contains(Reception.TAKEN));
    }
}
