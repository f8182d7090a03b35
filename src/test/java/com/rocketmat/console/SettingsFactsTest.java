package com.rocketmat.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.console.TenantPage.Fact;
import com.rocketmat.sandbox.TestTenants;
import com.rocketmat.tenant.scope.TenantId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsFactsTest {

    private static final String SECRET = "blue-as-a-secret";

    /** Operators need not have access to Vault. */
    @Test
    void whatDecidesWhoIsScoredIsShownAndNoSecret() {
        List<Fact> facts = SettingsFacts.of(TestTenants.settings(
                new TenantId("acme"),
                Map.of(
                        "harvest_client_id",
                        SECRET,
                        "harvest_client_secret",
                        SECRET,
                        "applications_since",
                        "2026-11-01",
                        "opt_out_field",
                        "no_scoring",
                        "decisions",
                        "features",
                        "webhook_secret",
                        SECRET)));

        assertThat(facts)
                .contains(
                        new Fact("Applications since", "2026-11-01 (UTC)"),
                        new Fact("Opt-out field", "no_scoring"),
                        new Fact("Decision log", "scores, and the values behind them, sealed"),
                        new Fact("Webhooks", "signed with webhook_secret"))
                .noneMatch(fact -> fact.value().contains(SECRET));
    }
}
