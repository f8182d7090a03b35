package com.rocketmat.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.event.Event;
import java.lang.reflect.Proxy;
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

    @SuppressWarnings("unchecked")
    public Event<TenantDue> events() {
        return (Event<TenantDue>) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Event.class}, (_, method, values) -> {
                    assertThat(method.getName()).isEqualTo("fire");
                    if (!failed) {
                        failed = true;
                        throw new IllegalStateException(FAILURE);
                    }
                    triggers.add(((TenantDue) values[0]).trigger());
                    return null;
                });
    }
}
