package com.rocketmat.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.rocketmat.tenant.VaultSecrets.Read;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Which secrets the registry keeps, and which are wiped. */
class RegistryWipesTest {

    private static final TenantId ACME = new TenantId("acme");
    private static final TenantId BOLT = new TenantId("bolt");

    private final Map<TenantId, Read> vault = new TreeMap<>();
    private int versions;
    private final RecordedStates states = new RecordedStates();
    private final RecordedChanges changes = new RecordedChanges();
    private final TenantRegistry registry = new TenantRegistry(
            new TenantFolder(null, null) {
                @Override
                Map<TenantId, Read> read(Map<TenantId, SecretVersion> known) {
                    return new TreeMap<>(vault);
                }
            },
            states,
            new TenantUnit(),
            changes,
            new VaultContact(new FixedClock(), new SimpleMeterRegistry()));

    @Test
    void settings_that_are_replaced_are_wiped() {
        TenantSettings before = runs(ACME, "one");

        TenantSettings after = runs(ACME, "two");

        assertThat(revealed(after)).isEqualTo("two");
        assertThatExceptionOfType(SecretWiped.class).isThrownBy(() -> revealed(before));
        assertThat(before).isNotEqualTo(after);
    }

    @Test
    void settings_that_are_unchanged_stay_whatever_is_read_again() {
        TenantSettings settings = runs(ACME, "one");

        registry.refresh();
        registry.refresh();

        assertThat(registry.settings(ACME)).containsSame(settings);
        assertThat(revealed(settings)).isEqualTo("one");
    }

    @Test
    void settings_that_only_a_mode_replaces_are_wiped_and_the_new_ones_are_not() {
        TenantSettings before = runs(ACME, "one");
        secret(ACME, "one", "mode", "dry-run");

        registry.refresh();

        assertThatExceptionOfType(SecretWiped.class).isThrownBy(() -> revealed(before));
        assertThat(revealed(registry.settings(ACME).orElseThrow())).isEqualTo("one");
    }

    @Test
    void settings_of_a_removed_tenant_are_wiped_and_it_can_come_back_with_the_same() {
        TenantSettings before = runs(ACME, "one");
        vault.clear();

        registry.refresh();
        assertThatExceptionOfType(SecretWiped.class).isThrownBy(() -> revealed(before));

        assertThat(revealed(runs(ACME, "one"))).isEqualTo("one");
        assertThat(changes.seen()).containsExactly("started acme, new", "stopped acme", "changed acme");
    }

    @Test
    void the_last_good_settings_are_kept_while_a_newer_secret_is_refused() {
        TenantSettings good = runs(ACME, "one");
        secret(ACME, "two", "mode", "on");

        registry.refresh();

        assertThat(registry.settings(ACME)).containsSame(good);
        assertThat(revealed(good)).isEqualTo("one");
    }

    @Test
    void whoever_is_refused_for_the_credential_of_another_leaves_the_others_alone() {
        TenantSettings owner = runs(ACME, "one");
        vault.put(BOLT, new Read.Found(Map.of("harvest_client_id", "acme", "harvest_client_secret", "other"), next()));

        registry.refresh();
        registry.refresh();

        assertThat(registry.settings(BOLT)).isEmpty();
        assertThat(states.of(BOLT)).startsWith("INVALID harvest_client_id: tenant acme uses the same credential");
        assertThat(revealed(owner)).isEqualTo("one");
    }

    @Test
    void a_change_that_nobody_could_be_told_of_keeps_the_old_settings_and_is_news_at_the_next_refresh() {
        TenantSettings before = runs(ACME, "one");
        secret(ACME, "two");
        changes.failOnce();

        registry.refresh();
        assertThat(registry.settings(ACME)).containsSame(before);
        assertThat(revealed(before)).isEqualTo("one");

        registry.refresh();
        assertThat(revealed(registry.settings(ACME).orElseThrow())).isEqualTo("two");
        assertThat(changes.seen()).containsExactly("started acme, new", "changed acme");
    }

    @Test
    void the_same_written_once_more_is_a_change_so_that_a_blocked_tenant_is_tried_again() {
        TenantSettings before = runs(ACME, "one");
        states.block(ACME, "forbidden", "tick the scope");
        registry.refresh();
        assertThat(states.of(ACME)).isEqualTo("BLOCKED forbidden");

        TenantSettings after = runs(ACME, "one");

        assertThat(states.of(ACME)).isEqualTo("ACTIVE");
        assertThat(changes.seen()).containsExactly("started acme, new", "changed acme");
        assertThatExceptionOfType(SecretWiped.class).isThrownBy(() -> revealed(before));
        assertThat(revealed(after)).isEqualTo("one");
    }

    private SecretVersion next() {
        return new SecretVersion(++versions, "");
    }

    private TenantSettings runs(TenantId tenant, String secret) {
        secret(tenant, secret);
        registry.refresh();
        return registry.settings(tenant).orElseThrow();
    }

    private void secret(TenantId tenant, String secret, String... more) {
        Map<String, String> keys =
                new HashMap<>(Map.of("harvest_client_id", tenant.value(), "harvest_client_secret", secret));
        for (int i = 0; i < more.length; i += 2) {
            keys.put(more[i], more[i + 1]);
        }
        vault.put(tenant, new Read.Found(keys, next()));
    }

    private static String revealed(TenantSettings settings) {
        return ((Credential.OAuthClient) settings.credential()).clientSecret().reveal();
    }
}
