package com.rocketmat.console;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.console.TenantPage.Fact;
import com.rocketmat.sandbox.TestTenants;
import com.rocketmat.tenant.scope.TenantId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SettingsFactsTest {

    private static final String SECRET = "blue-as-a-secret";

    /** They do not affect who is scored and when. */
    private static final Set<String> NOT_SHOWN = Set.of("harvest_user_id", "harvest_url");

    /** Operators need not have access to Vault. */
    @Test
    void everyOptionOfTheSecretIsShown() {
        TenantId acme = new TenantId("acme");
        Map<String, String> secret = new HashMap<>(TestTenants.EVERY_OPTION);
        secret.putAll(Map.of("harvest_client_id", SECRET, "harvest_client_secret", SECRET));
        List<Fact> facts = SettingsFacts.of(TestTenants.settings(acme, secret));

        assertThat(TestTenants.EVERY_OPTION.keySet()).allSatisfy(option -> {
            Map<String, String> without = new HashMap<>(secret);
            without.remove(option);
            assertThat(SettingsFacts.of(TestTenants.settings(acme, without)).equals(facts))
                    .as("the page is the same without %s", option)
                    .isEqualTo(NOT_SHOWN.contains(option));
        });
    }

    @Test
    void optionsAreShownAndSecretsAreNot() {
        List<Fact> facts = SettingsFacts.of(TestTenants.settings(
                new TenantId("acme"),
                Map.ofEntries(
                        entry("harvest_client_id", SECRET),
                        entry("harvest_client_secret", SECRET),
                        entry("schedule", "1h30m"),
                        entry("applications_since", "2026-11-01"),
                        entry("opt_out_field", "no_scoring"),
                        entry("decisions", "features"),
                        entry("webhook_secret", SECRET))));

        assertThat(facts)
                .contains(
                        new Fact("Schedule", "every 1h30m"),
                        new Fact("Applications since", "2026-11-01 (UTC)"),
                        new Fact("Opt-out field", "no_scoring"),
                        new Fact("Decision log", "scores and encrypted feature values"),
                        new Fact("Webhooks", "signed with webhook_secret"))
                .noneMatch(fact -> fact.value().contains(SECRET));
    }
}
