package com.rocketmat.harvest.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.rocketmat.harvest.HarvestException;
import com.rocketmat.harvest.HarvestFailure;
import com.rocketmat.harvest.HarvestFailure.Invalid;
import com.rocketmat.harvest.HarvestFailure.Unavailable;
import com.rocketmat.harvest.Operation;
import java.net.URI;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a bearer token may be sent because of a Link header. */
class OwnAddressTest {

    @ParameterizedTest
    @CsvSource({
        "https://harvest.greenhouse.io,https://harvest.greenhouse.io/v3/applications?cursor=eyJ%3D",
        "https://harvest.greenhouse.io/,https://harvest.greenhouse.io/v3/applications?cursor=1",
        "https://Harvest.Greenhouse.io,https://harvest.greenhouse.io/v3/applications?cursor=1",
        "https://harvest.greenhouse.io:443,https://harvest.greenhouse.io/v3/applications?cursor=1",
        "http://localhost,http://localhost:80/v3/applications?cursor=1",
        "http://localhost:8080,http://localhost:8080/v3/candidate_educations?cursor=1",
        "https://proxy.example/greenhouse,https://proxy.example/greenhouse/v3/applications?cursor=1"
    })
    void aLinkWithinTheTenantsHarvestIsFollowedUnchanged(URI home, String page) {
        OwnAddress own = new OwnAddress(home, "v3");
        assertThat(own.linked(page)).isEqualTo(page);
        assertThatCode(() -> own.requireOwn(page)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "?cursor=eyJ%3D,https://harvest.greenhouse.io/v3/jobs?cursor=eyJ%3D",
        "jobs?cursor=1,https://harvest.greenhouse.io/v3/jobs?cursor=1",
        "/v3/jobs?cursor=1,https://harvest.greenhouse.io/v3/jobs?cursor=1",
        "//harvest.greenhouse.io/v3/jobs?cursor=1,https://harvest.greenhouse.io/v3/jobs?cursor=1",
        "https://harvest.greenhouse.io:443/v3/jobs?cursor=1,https://harvest.greenhouse.io:443/v3/jobs?cursor=1"
    })
    void aLinkMayBeRelativeToItsPage(String link, String page) {
        OwnAddress own = new OwnAddress(URI.create("https://harvest.greenhouse.io"), "v3");
        for (String from : List.of(own.list(Operation.LIST_JOBS), "https://harvest.greenhouse.io/v3/jobs?cursor=0")) {
            assertThat(own.linked(OwnAddress.resolved(from, link))).isEqualTo(page);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"//evil.example/v3/jobs", "/v1/jobs", "../auth/token", "/v3/../auth/token", "a b", "x:y"})
    void aRelativeLinkElsewhereIsRejected(String link) {
        OwnAddress own = new OwnAddress(URI.create("https://harvest.greenhouse.io"), "v3");
        refuses(() -> own.linked(OwnAddress.resolved(own.list(Operation.LIST_JOBS), link)), Unavailable.class);
    }

    @ParameterizedTest
    @CsvSource({
        "https://harvest.greenhouse.io,https://evil.example/v3/applications?cursor=1",
        "https://harvest.greenhouse.io,http://harvest.greenhouse.io/v3/applications?cursor=1",
        "https://harvest.greenhouse.io,http://harvest.greenhouse.io:443/v3/applications",
        "https://harvest.greenhouse.io,https://harvest.greenhouse.io:8443/v3/applications",
        "https://harvest.greenhouse.io,https://harvest.greenhouse.io.evil.example/v3/applications",
        "https://harvest.greenhouse.io,https://harvest.greenhouse.io@evil.example/v3/applications",
        "https://harvest.greenhouse.io,https://user@harvest.greenhouse.io/v3/applications",
        "https://harvest.greenhouse.io,https://harvest.greenhouse.io/v1/applications",
        "https://harvest.greenhouse.io,https://harvest.greenhouse.io/v3/../auth/token",
        "https://harvest.greenhouse.io,https://harvest.greenhouse.io/v3/%2e%2e/auth/token",
        "https://harvest.greenhouse.io,https://harvest.greenhouse.io",
        "https://proxy.example/greenhouse,https://proxy.example/v3/applications",
        "https://harvest.greenhouse.io,/v3/applications?cursor=1",
        "https://harvest.greenhouse.io,//evil.example/v3/applications",
        "https://harvest.greenhouse.io,https:harvest.greenhouse.io",
        "https://harvest.greenhouse.io,'https://harvest.greenhouse.io/v3/a b'",
        "https://harvest.greenhouse.io,''"
    })
    void anAddressElsewhereIsRejectedWithoutRepeatingIt(URI home, String page) {
        OwnAddress own = new OwnAddress(home, "v3");
        refuses(() -> own.linked(page), Unavailable.class);
        refuses(() -> own.requireOwn(page), Invalid.class);
    }

    private static void refuses(ThrowingCallable follow, Class<? extends HarvestFailure> as) {
        assertThatExceptionOfType(HarvestException.class)
                .isThrownBy(follow)
                .satisfies(e -> assertThat(e.failure()).isInstanceOf(as))
                .withMessageNotContaining("cursor")
                .withMessageNotContaining("evil");
    }
}
