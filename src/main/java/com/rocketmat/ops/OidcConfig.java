package com.rocketmat.ops;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/**
 * What the tokens of an identity provider allow, in addition to Quarkus's {@code quarkus.oidc.*}. {@code
 * quarkus.oidc.roles.role-claim-path} names the claim with the roles.
 */
@ConfigMapping(prefix = "rocketmat.oidc")
public interface OidcConfig {

    /** The provider's name for the role that may read. */
    @WithDefault("viewer")
    String viewerRole();

    /** The provider's name for the role that may also act. */
    @WithDefault("operator")
    String operatorRole();

    /**
     * The claim with the ids of the tenants that the caller is restricted to, as a list or as text separated by spaces or commas. Use
     * slashes for a nested claim. {@code *} means all tenants; a value that is not a tenant id is ignored. If set, a token without the
     * claim reaches no tenant. If not set, every token reaches all tenants.
     */
    Optional<String> tenantsClaim();
}
