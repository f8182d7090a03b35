package com.rocketmat.deploy;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.lang.classfile.CodeElement;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.reflect.Field;
import java.time.Duration;
import java.util.Set;

/**
 * Classes that Caffeine looks up by a name it composes from the options of a cache: one of the cache, one of its entries.
 *
 * @see <a href="https://github.com/quarkusio/quarkus/issues/22121">What happens in a native image without them</a>
 */
final class NativeCaches {

    private static final String BUILDER = Caffeine.class.getName().replace('.', '/');

    private NativeCaches() {}

    /** Builds each cache of the method again, with the same options. */
    static void named(Iterable<CodeElement> code, Set<String> found) {
        Caffeine<Object, Object> builder = null;
        for (CodeElement element : code) {
            if (element instanceof InvokeInstruction call
                    && call.owner().asInternalName().equals(BUILDER)) {
                switch (call.name().stringValue()) {
                    case "newBuilder" -> builder = Caffeine.newBuilder();
                    case "maximumSize" -> builder.maximumSize(1);
                    case "expireAfterWrite" -> builder.expireAfterWrite(Duration.ofDays(1));
                    case "expireAfterAccess" -> builder.expireAfterAccess(Duration.ofDays(1));
                    case "ticker" -> builder.ticker(Ticker.systemTicker());
                    case "build" -> {
                        Object cache = builder.build().asMap();
                        found.add(cache.getClass().getName());
                        found.add(value(cache, "nodeFactory").getClass().getName());
                    }
                    default -> throw new IllegalStateException("add Caffeine's " + call.name() + " here");
                }
            }
        }
    }

    private static Object value(Object object, String name) {
        for (Class<?> type = object.getClass(); type != null; type = type.getSuperclass()) {
            try {
                Field field = type.getDeclaredField(name);
                field.setAccessible(true);
                return field.get(object);
            } catch (NoSuchFieldException e) {
                // of a superclass
            } catch (IllegalAccessException e) {
                throw new IllegalStateException(e);
            }
        }
        throw new IllegalStateException(object.getClass() + " has no " + name + ": adapt this to the new Caffeine");
    }
}
