package com.rocketmat.sync;

import com.rocketmat.tenant.TenantDue;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.NotificationOptions;
import jakarta.enterprise.util.TypeLiteral;
import java.lang.annotation.Annotation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Keeps the events that were fired. */
public final class RecordedDue implements Event<TenantDue> {

    private final List<TenantDue> seen = new ArrayList<>();

    public List<TenantDue> seen() {
        return seen;
    }

    @Override
    public void fire(TenantDue due) {
        seen.add(due);
    }

    @Override
    public <U extends TenantDue> CompletionStage<U> fireAsync(U event) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <U extends TenantDue> CompletionStage<U> fireAsync(U event, NotificationOptions options) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Event<TenantDue> select(Annotation... qualifiers) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <U extends TenantDue> Event<U> select(Class<U> subtype, Annotation... qualifiers) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <U extends TenantDue> Event<U> select(TypeLiteral<U> subtype, Annotation... qualifiers) {
        throw new UnsupportedOperationException();
    }
}
