package com.rocketmat.access;

import com.rocketmat.tenant.scope.TenantId;
import io.quarkus.security.identity.SecurityIdentity;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The tenants that a caller may see and act on. */
public sealed interface Reach {

    /** Attribute of an identity that holds its reach. */
    String ATTRIBUTE = "rocketmat.reach";

    /** An identity without a reach may access nothing: an authentication mechanism that forgets to set it grants nothing. */
    static Reach of(SecurityIdentity caller) {
        return caller.getAttribute(ATTRIBUTE) instanceof Reach reach ? reach : new Only(Set.of());
    }

    boolean covers(String tenant);

    record All() implements Reach {

        @Override
        public boolean covers(String tenant) {
            return true;
        }
    }

    /** Only these tenants, whether they exist or not. */
    record Only(Set<String> tenants) implements Reach {

        public Only {
            tenants = Set.copyOf(tenants);
        }

        /** Keeps the texts that are valid tenant ids; the others cannot match any tenant. */
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
