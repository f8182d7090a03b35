package com.rocketmat.ops;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/**
 * What the tokens of an identity provider allow, beside Quarkus's own {@code quarkus.oidc.*}: there
 * {@code quarkus.oidc.roles.role-claim-path} says which claim holds the roles.
 */
@ConfigMapping(prefix = "rocketmat.oidc")
public interface OidcConfig {

    /** The role, as the provider calls it, of those who may read. */
    @WithDefault("viewer")
    String viewerRole();

    /** The role, as the provider calls it, of those who may act too. */
    @WithDefault("operator")
    String operatorRole();

    /**
     * The claim that holds the ids of the tenants that the caller is kept to, as a list or a text with spaces or commas between; parts of
     * a nested one with slashes between. {@code *} is all of them. When this is set, a token without the claim reaches no tenant; when it
     * is not, every token reaches all.
     */
    Optional<String> tenantsClaim();
}
