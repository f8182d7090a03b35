package com.rocketmat.tenant;

import com.rocketmat.sandbox.StandIn;
import com.rocketmat.tenant.state.TenantChange;
import jakarta.enterprise.event.Event;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Records the fired events as text. */
final class RecordedChanges {

    private final List<String> seen = Collections.synchronizedList(new ArrayList<>());
    private boolean fails;

    List<String> seen() {
        return seen;
    }

    /** The next event's observer fails. */
    void failOnce() {
        fails = true;
    }

    Event<TenantChange> events() {
        return StandIn.event(this::fire);
    }

    private void fire(TenantChange change) {
        if (fails) {
            fails = false;
            throw new IllegalStateException("an observer fails");
        }
        seen.add(
                switch (change) {
                    case TenantChange.Started started ->
                        "started " + started.tenant() + (started.isNew() ? ", new" : "");
                    case TenantChange.Changed changed -> "changed " + changed.tenant();
                    case TenantChange.Stopped stopped -> "stopped " + stopped.tenant();
                });
    }
}
