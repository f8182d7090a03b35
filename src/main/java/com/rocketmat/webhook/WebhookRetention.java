package com.rocketmat.webhook;

import com.rocketmat.tenant.scope.RetentionPass;
import com.rocketmat.tenant.scope.RetentionPass.Rows;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Forgets the ids of events that were done long ago. */
@ApplicationScoped
class WebhookRetention {

    private static final String OLD = """
            SELECT tenant_id, event_id FROM webhook_event WHERE done_at IS NOT NULL AND done_at < ?1
            ORDER BY done_at""";

    private static final String DELETE = "DELETE FROM webhook_event WHERE tenant_id = ? AND event_id = ?";

    void on(@Observes RetentionPass pass) {
        pass.delete(Rows.WEBHOOKS, OLD, DELETE);
    }
}
