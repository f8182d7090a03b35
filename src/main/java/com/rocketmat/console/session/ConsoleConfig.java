package com.rocketmat.console.session;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** The operators' web page. */
@ConfigMapping(prefix = "rocketmat.console")
public interface ConsoleConfig {

    /** How long somebody stays signed in. */
    @WithDefault("12h")
    Duration session();

    /**
     * How long whom the identity provider knows stays signed in; then they are asked for there again, so that a role which is taken away
     * counts by then.
     */
    @WithDefault("1h")
    Duration providerSession();

    /** Whether people can sign in at the identity provider; follows Quarkus's own switch. */
    @WithDefault("${quarkus.oidc.console.tenant-enabled}")
    boolean provider();

    /** Browsers that one replica tells of changes; more have to reload the page themselves. */
    @WithDefault("500")
    @Min(1)
    @Max(10_000)
    int watchers();

    /** Those of them that may be of one session: its tabs that are in sight. */
    @WithDefault("8")
    @Min(1)
    int watchersPerSession();
}
