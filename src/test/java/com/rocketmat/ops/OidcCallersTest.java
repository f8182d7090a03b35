package com.rocketmat.ops;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.access.Reach;
import com.rocketmat.sandbox.LogTap;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

@Tag("finding-C")
@Isolated("It reads the log of the process")
class OidcCallersTest {

    private final OidcCallers callers = new OidcCallers(new Config());

    private record Config() implements OidcConfig {

        @Override
        public String viewerRole() {
            return "viewer";
        }

        @Override
        public String operatorRole() {
            return "operator";
        }

        @Override
        public Optional<String> tenantsClaim() {
            return Optional.of("tenants");
        }
    }

    private record Token(String getName, Object tenants) implements JsonWebToken {

        @Override
        public String getName() {
            return getName;
        }

        @Override
        public Set<String> getClaimNames() {
            return Set.of("tenants");
        }

        @Override
        @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
        public <T> T getClaim(String name) {
            return (T) tenants;
        }
    }

    @Test
    void whatIsNoTenantIdIsLeftOutOfTheReachAndLoggedOnce() {
        Token token = new Token("ida", List.of("acme", "Acme Inc.", "", "a/b", "\u0000", "-", "a".repeat(64)));
        try (LogTap log = new LogTap()) {
            assertThat(Reach.of(augmented(token))).isEqualTo(new Reach.Only(Set.of("acme")));
            assertThat(Reach.of(augmented(token))).isEqualTo(new Reach.Only(Set.of("acme")));

            assertThat(Reach.of(augmented(new Token("eve", List.of("acme")))))
                    .as("nothing is left out")
                    .isEqualTo(new Reach.Only(Set.of("acme")));

            assertThat(log.lines())
                    .filteredOn(line -> line.category().equals(OidcCallers.class.getName()))
                    .singleElement()
                    .satisfies(line -> assertThat(line.text()).contains("claim tenants of oidc:ida"));
        }
    }

    private SecurityIdentity augmented(Token token) {
        SecurityIdentity identity = QuarkusSecurityIdentity.builder()
                .setPrincipal(token)
                .addRole("operator")
                .build();
        return callers.augment(identity, null).await().indefinitely();
    }
}
