package com.rocketmat.access;

import com.rocketmat.tenant.scope.TenantId;
import io.quarkus.security.identity.SecurityIdentity;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The tenants that a caller may see and act on. */
public sealed interface Reach {

    /** Where an identity carries its reach. */
    String ATTRIBUTE = "rocketmat.reach";

    /** Whoever carries none reaches nobody: a way in that forgets it lets nobody in. */
    static Reach of(SecurityIdentity caller) {
        return caller.getAttribute(ATTRIBUTE) instanceof Reach reach ? reach : new Only(Set.of());
    }

    boolean covers(String tenant);

    /** No restriction. */
    record All() implements Reach {

        @Override
        public boolean covers(String tenant) {
            return true;
        }
    }

    /**
     * Some tenants and no others.
     *
     * @param tenants their ids, whether they exist or not
     */
    record Only(Set<String> tenants) implements Reach {

        public Only {
            tenants = Set.copyOf(tenants);
        }

        /** Those of the texts that can be tenant ids; the others would be no id anywhere else, and reach nothing. */
        public static Only of(Collection<String> texts) {
            return new Only(texts.stream()
                    .filter(text -> TenantId.parse(text).isPresent())
                    .collect(Collectors.toSet()));
        }

        @Override
        public boolean covers(String tenant) {
            return tenants.contains(tenant);
        }

        @Override
        public String toString() {
            return String.join(",", new TreeSet<>(tenants));
        }
    }
}
