package com.rocketmat.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.event.Event;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.function.Consumer;

/** Instances of interfaces whose calls a test answers. */
public final class StandIn {

    private StandIn() {}

    public static <T> T of(Class<T> type, InvocationHandler calls) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, calls));
    }

    /** An event that is only fired. */
    @SuppressWarnings("unchecked")
    public static <T> Event<T> event(Consumer<T> observer) {
        return of(Event.class, (_, method, values) -> {
            assertThat(method.getName()).isEqualTo("fire");
            observer.accept((T) values[0]);
            return null;
        });
    }
}
