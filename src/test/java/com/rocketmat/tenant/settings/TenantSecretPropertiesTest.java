package com.rocketmat.tenant.settings;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.settings.TenantSecret.Outcome;
import java.util.Map;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class TenantSecretPropertiesTest {

    private static final TenantId ACME = new TenantId("acme");

    @Property
    void aReasonNeverHasAValueOfTheSecret(@ForAll("secrets") Map<String, String> secret) {
        Outcome outcome = TenantSecret.parse(ACME, secret);

        if (outcome instanceof Outcome.Invalid invalid) {
            assertThat(invalid.reason()).isNotBlank();
            secret.values().forEach(value -> assertThat(invalid.reason()).doesNotContain(value.strip()));
        }
    }

    @Property
    void parsingTwiceGivesEqualOutcomes(@ForAll("secrets") Map<String, String> secret) {
        // or every refresh would find a change
        assertThat(TenantSecret.parse(ACME, secret)).isEqualTo(TenantSecret.parse(ACME, Map.copyOf(secret)));
    }

    @Provide
    Arbitrary<Map<String, String>> secrets() {
        Arbitrary<String> keys = Arbitraries.oneOf(
                Arbitraries.of(new TreeSet<>(TenantSecret.KEYS)),
                Arbitraries.strings().withCharRange('a', 'z').ofMinLength(1).ofMaxLength(5));
        return Arbitraries.maps(keys, values()).ofMaxSize(8);
    }

    /** Too long to be a word of a reason by accident. */
    @Provide
    Arbitrary<String> values() {
        Arbitrary<String> text =
                Arbitraries.strings().withCharRange('!', '~').ofMinLength(9).ofMaxLength(40);
        Arbitrary<String> near = Arbitraries.of(
                "000000000000001",
                "https://x.example/?token=sesame",
                "https://sesame:sesame@x.example",
                "61 25 sesame * *",
                "* * * * sesame",
                "PT0.000000001S",
                "Europe/SesameStreet",
                "1,2,3,4,5,sesame",
                "sesame open sesame");
        Arbitrary<String> signs = Arbitraries.strings()
                .withChars(" *|/,-?#:.0159LWPT")
                .ofMinLength(9)
                .ofMaxLength(20)
                .filter(value -> value.strip().length() >= 9);
        return Arbitraries.oneOf(text, near, signs);
    }
}
