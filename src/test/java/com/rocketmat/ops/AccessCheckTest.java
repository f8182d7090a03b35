package com.rocketmat.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AccessCheckTest {

    @Test
    void whatIsOffGivesNoWarning() {
        assertThat(warnings(Map.of())).isEmpty();
    }

    @Test
    void trustingEveryProxyGivesAWarning() {
        assertThat(warnings(Map.of("quarkus.http.proxy.proxy-address-forwarding", "true")))
                .singleElement()
                .asString()
                .contains("quarkus.http.proxy.trusted-proxies");
        assertThat(warnings(Map.of(
                        "quarkus.http.proxy.proxy-address-forwarding", "true",
                        "quarkus.http.proxy.trusted-proxies", "10.0.0.0/8")))
                .isEmpty();
    }

    @Test
    void acceptingTokensOfEveryAudienceGivesAWarning() {
        assertThat(warnings(Map.of("quarkus.oidc.tenant-enabled", "true")))
                .singleElement()
                .asString()
                .contains("quarkus.oidc.token.audience");
        assertThat(warnings(Map.of("quarkus.oidc.tenant-enabled", "true", "quarkus.oidc.token.audience", " ")))
                .hasSize(1);
        assertThat(warnings(Map.of("quarkus.oidc.tenant-enabled", "true", "quarkus.oidc.token.audience", "rocketmat")))
                .isEmpty();
    }

    private static List<String> warnings(Map<String, String> settings) {
        return AccessCheck.warnings(
                new SmallRyeConfigBuilder().withDefaultValues(settings).build());
    }
}
