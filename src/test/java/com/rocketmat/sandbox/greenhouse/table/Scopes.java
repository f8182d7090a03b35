package com.rocketmat.sandbox.greenhouse.table;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Scopes of a credential or a token; none means all. */
public record Scopes(Optional<Set<String>> named) {
    public static final Scopes ALL = new Scopes(Optional.empty());
    public static final String WRITE = "harvest:applications:update";

    public static Scopes of(Set<String> names) {
        return new Scopes(Optional.of(Set.copyOf(names)));
    }

    public static String list(String resource) {
        return "harvest:" + resource + ":list";
    }

    public boolean allow(String scope) {
        return named.isEmpty() || named.get().contains(scope);
    }

    /** As in introspection. */
    public String text() {
        Set<String> names = new TreeSet<>(named.orElseGet(Set::of));
        if (named.isEmpty()) {
            Catalogue.names().forEach(resource -> names.add(list(resource)));
            names.add(WRITE);
        }
        return String.join(" ", names);
    }
}
