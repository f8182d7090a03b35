package com.rocketmat.tenant;

import com.rocketmat.sandbox.StandIn;
import jakarta.enterprise.event.Event;
import java.util.ArrayList;
import java.util.List;

/** Records the triggers of tenants that are due. The first event fails, as if the database had ended the connection. */
public final class DueAtSecondTry {

    public static final String FAILURE = "the run cannot be requested";

    private final List<String> triggers = new ArrayList<>();
    private boolean failed;

    public List<String> triggers() {
        return triggers;
    }

    public Event<TenantDue> events() {
        return StandIn.event(due -> {
            if (!failed) {
                failed = true;
                throw new IllegalStateException(FAILURE);
            }
            triggers.add(due.trigger());
        });
    }
}
