package com.rocketmat.sandbox.secrecy;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.sandbox.customer.SecretiveCustomer;
import com.rocketmat.sandbox.greenhouse.organisation.Organisation;
import com.rocketmat.sandbox.secrecy.SecretScan.Leak;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SecretScanTest {

    private static final String SECRET = "hünter2+two/\"three\"";
    private static final byte[] BYTES = SECRET.getBytes(StandardCharsets.UTF_8);

    private final SecretScan scan = new SecretScan().hide(SECRET);

    static Stream<String> leaks() {
        return Stream.of(
                SECRET,
                "form=" + URLEncoder.encode(SECRET, StandardCharsets.UTF_8) + "&x=y",
                "{\"secret\":\"hünter2+two/\\\"three\\\"\"}",
                "{\"secret\":\"h\\u00fcnter2+two/\\\"three\\\"\"}",
                "<b>hünter2+two/&quot;three&quot;</b>",
                basic(SECRET + ":"),
                basic(":" + SECRET),
                basic("a:" + SECRET),
                basic("ab:" + SECRET + "."),
                "token=" + Base64.getUrlEncoder().withoutPadding().encodeToString(BYTES),
                "0x" + HexFormat.of().formatHex(BYTES),
                new String(BYTES, StandardCharsets.ISO_8859_1),
                dump("PATCH /v3/applications/1 HTTP/1.1\r\nauthorization: " + SECRET + "\r\n"));
    }

    @ParameterizedTest
    @MethodSource("leaks")
    void aPlantedLeakIsFoundInAnyEncoding(String text) {
        assertThat(scan.leaks("before " + text + " after"))
                .extracting(Leak::hidden)
                .containsExactly(SECRET);
    }

    @Test
    void nothingIsFoundInHarmlessText() {
        assertThat(scan.leaks("hunter2 hünter2+two " + dump("harmless"))).isEmpty();
    }

    @Test
    void anOrganisationsCredentialsAndCandidatesAreHidden() {
        Organisation organisation = SecretiveCustomer.named("acme", 1);

        SecretScan known = new SecretScan().hide(organisation);

        for (String leak : List.of(
                organisation.clientId(),
                organisation.clientSecret(),
                organisation.apiKey(),
                "Quartermayne",
                "zdenka+jobs@quartermayne.example",
                "Keeper of the \"North\" Light",
                "Because the sea is loud")) {
            assertThat(known.leaks("to " + leak + " only"))
                    .extracting(Leak::hidden)
                    .contains(leak);
        }
        assertThat(known.leaks("custom_fields, status, in_process, Why?")).isEmpty();
    }

    private static String basic(String credentials) {
        return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    }

    /** As printed by netty. */
    private static String dump(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        StringBuilder dump = new StringBuilder("+--------+-------------------------------------------------+\n");
        for (int row = 0; row * 16 < bytes.length; row++) {
            dump.append("|%08x|".formatted(row));
            for (int at = row * 16; at < Math.min(bytes.length, row * 16 + 16); at++) {
                dump.append(" %02x".formatted(bytes[at]));
            }
            dump.append(" |................|\n");
        }
        return dump.toString();
    }
}
