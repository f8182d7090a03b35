package com.rocketmat.tenant;

import com.rocketmat.tenant.state.TenantChange;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.NotificationOptions;
import jakarta.enterprise.util.TypeLiteral;
import java.lang.annotation.Annotation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Records the fired events, as texts. */
final class RecordedChanges implements Event<TenantChange> {

    private final List<String> seen = Collections.synchronizedList(new ArrayList<>());
    private boolean fails;

    List<String> seen() {
        return seen;
    }

    /** The next event's observer fails. */
    void failOnce() {
        fails = true;
    }

    @Override
    public void fire(TenantChange change) {
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

    @Override
    public <U extends TenantChange> CompletionStage<U> fireAsync(U event) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <U extends TenantChange> CompletionStage<U> fireAsync(U event, NotificationOptions options) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Event<TenantChange> select(Annotation... qualifiers) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <U extends TenantChange> Event<U> select(Class<U> subtype, Annotation... qualifiers) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <U extends TenantChange> Event<U> select(TypeLiteral<U> subtype, Annotation... qualifiers) {
        throw new UnsupportedOperationException();
    }
}
