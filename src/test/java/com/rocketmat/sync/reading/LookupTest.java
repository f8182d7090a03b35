package com.rocketmat.sync.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rocketmat.harvest.HarvestSession;
import com.rocketmat.harvest.row.CustomField;
import com.rocketmat.sandbox.StandIn;
import com.rocketmat.sandbox.TestTenants;
import com.rocketmat.score.Unwritable;
import com.rocketmat.sync.reading.ReferenceData.Lookup;
import com.rocketmat.tenant.FixedClock;
import com.rocketmat.tenant.settings.Credential;
import com.rocketmat.tenant.settings.Secret;
import com.rocketmat.tenant.settings.TenantSettings;
import com.rocketmat.tenant.state.TenantChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LookupTest {

    private static final TenantSettings SETTINGS = TestTenants.settings(
            "acme", new Credential.OAuthClient(new Secret("id"), new Secret("secret")), Optional.empty());

    private final List<CustomField> defined = new ArrayList<>();
    private final Lookup lookup = ReferenceData.apart(definitions());
    private int asked;

    @Test
    void jobsAreReadAgainIfAModelNeedsOtherAttributes() {
        lookup.jobs(Set.of("id", "opened_at")).put(1L, null);

        assertThat(lookup.jobs(Set.of("id"))).containsKey(1L);
        assertThat(lookup.jobs(Set.of("id", "department_id"))).isEmpty();
    }

    /** The order in which the guide has an operator do it. */
    @Test
    void aFieldThatIsCreatedAfterTheDefinitionsWereReadIsFound() {
        define("rocketmat", "number");
        assertThat(lookup.targetFields(SETTINGS).score().nameKey()).isEqualTo("rocketmat");

        define("no_scores", "yes_no");
        assertThat(lookup.candidatesOptOut("no_scores")).isFalse();
        assertThat(asked).as("both lists, and the first one again").isEqualTo(3);
    }

    /** No application that is read has it, and a candidates' field of this key would never be looked at. */
    @Test
    void anOptOutFieldOfProspectsOnlyIsRefused() {
        defined.add(new CustomField(1, "no_scores", "application", "yes_no", "prospect_applications", true, null));

        assertThatThrownBy(() -> lookup.candidatesOptOut("no_scores"))
                .isInstanceOf(Unwritable.class)
                .hasMessage("opt_out_field: the custom field 'no_scores' is for prospects only");
    }

    /** Objections would be missed. */
    @ParameterizedTest
    @ValueSource(strings = {"application", "candidate"})
    void anOptOutFieldOfAnotherTypeIsRefused(String carrier) {
        define("rocketmat", "number");
        define(carrier, "no_scores", "single_select");

        assertThatThrownBy(() -> lookup.candidatesOptOut("no_scores"))
                .isInstanceOf(Unwritable.class)
                .hasMessage("opt_out_field: the custom field 'no_scores' is no yes/no field");
    }

    /** With the session, which has its credential. */
    @Test
    void theDataOfATenantThatChangedOrStoppedIsForgotten() {
        ReferenceData data = new ReferenceData(new FixedClock());
        HarvestSession session = definitions();
        Lookup kept = data.of(SETTINGS.id(), session);
        assertThat(data.of(SETTINGS.id(), session)).isSameAs(kept);

        data.forget(new TenantChange.Changed(SETTINGS.id()));
        Lookup next = data.of(SETTINGS.id(), session);
        assertThat(next).isNotSameAs(kept);

        data.forget(new TenantChange.Stopped(SETTINGS.id()));
        assertThat(data.of(SETTINGS.id(), session)).isNotSameAs(next);
    }

    private void define(String key, String type) {
        define("application", key, type);
    }

    private void define(String carrier, String key, String type) {
        defined.add(new CustomField(defined.size() + 1, key, carrier, type, "all_applications", true, null));
    }

    private HarvestSession definitions() {
        return StandIn.of(HarvestSession.class, (_, call, values) -> {
            if (call.getName().equals("equals")) {
                // there is one
                return true;
            }
            assertThat(call.getName()).isEqualTo("customFields");
            asked++;
            return defined.stream()
                    .filter(field -> field.fieldType().equals(values[0]))
                    .toList();
        });
    }
}
