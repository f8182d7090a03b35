package com.rocketmat.console.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/console",
                "/console/tenants/aurora",
                "/console?q=a%20b&state=BLOCKED",
                "/console/audit?tenant=*&phase=DONE",
                "/console/tenants/a/models"
            })
    void anAddressOfTheConsoleIsAPage(String address) {
        assertThat(Addresses.isPage(address)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "https://elsewhere.example/console",
                "//elsewhere.example",
                "/consoles",
                "/console/..//elsewhere",
                "/console?q=a%2",
                "/console?q=%zz",
                "/console/\\elsewhere",
                "/console?x=\r\nSet-Cookie:y",
                "/console?then=//elsewhere.example"
            })
    void anyOtherAddressIsNoPage(String address) {
        assertThat(Addresses.isPage(address)).isFalse();
    }

    @Test
    void aLongAddressDoesNotOverflowTheStack() {
        assertThat(Addresses.isPage("/console?q=" + "%20a".repeat(20_000))).isTrue();
        assertThat(Addresses.isPage("/console" + "/a".repeat(20_000) + "\\")).isFalse();
    }

    @Test
    void parametersAreEncodedAndEmptyOnesOmitted() {
        assertThat(Addresses.with("/console", Map.of("q", "a&b", "state", ""))).isEqualTo("/console?q=a%26b");
        assertThat(Addresses.with("/console", Map.of("q", ""))).isEqualTo("/console");
    }
}
