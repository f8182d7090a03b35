package com.rocketmat.harvest.advice;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.harvest.HarvestFailure;
import com.rocketmat.harvest.Operation;
import com.rocketmat.tenant.settings.Credential;
import com.rocketmat.tenant.settings.Secret;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AdviceTest {

    private static final DevCenter V3 = new DevCenter(
            new Credential.OAuthClient(new Secret("an-id-7001"), new Secret("a-secret")), Optional.of(44L));
    private static final DevCenter V1 = new DevCenter(new Credential.ApiKey(new Secret("a-key")), Optional.of(44L));

    static Stream<HarvestFailure> failures() {
        return Stream.of(
                new HarvestFailure.Unauthorised("refused"),
                new HarvestFailure.Retired("retired"),
                new HarvestFailure.Forbidden("harvest:jobs:list"),
                new HarvestFailure.ShowsNothing(Operation.LIST_APPLICATIONS),
                new HarvestFailure.NoSuchUser(44),
                new HarvestFailure.NotFound("jobs"),
                new HarvestFailure.NotFoundThoughShown("update_application: status 404"),
                new HarvestFailure.Redirected("jobs: status 302"),
                new HarvestFailure.Invalid("update_application: status 422", List.of("rocketmat")),
                new HarvestFailure.Throttled(Instant.EPOCH),
                new HarvestFailure.Resting("the last calls failed", Instant.EPOCH),
                new HarvestFailure.Unavailable("jobs: status 502"),
                new HarvestFailure.UnknownOutcome("update_application: status 502", false));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void everyFailureHasAReasonAndARemedyWithoutSecrets(HarvestFailure failure) {
        for (DevCenter devCenter : List.of(V3, V1)) {
            Advice advice = Advice.on(failure, devCenter);
            assertThat(advice.reason()).isNotBlank();
            assertThat(advice.remedy()).isNotBlank();
            assertThat(advice.toString()).doesNotContain("an-id-7001", "a-secret", "a-key");
        }
    }

    @ParameterizedTest
    @MethodSource("failures")
    void thereIsNothingToDoExactlyForTransientFailures(HarvestFailure failure) {
        Advice advice = Advice.on(failure, V3);
        assertThat(advice.remedy().startsWith("nothing to do")).isEqualTo(advice.passes());
    }

    @Test
    void anUnknownUserNamesTheSetting() {
        Advice advice = Advice.on(new HarvestFailure.NoSuchUser(44), V1);

        assertThat(advice.kind()).isEqualTo(Advice.Kind.STANDING);
        assertThat(advice.reason()).startsWith("harvest_user_id: ").endsWith("user 44");
    }

    @Test
    void aRedirectNamesTheAddress() {
        Advice advice = Advice.on(new HarvestFailure.Redirected("jobs: status 302"), V3);
        assertThat(advice.kind()).isEqualTo(Advice.Kind.STANDING);
        assertThat(advice.remedy()).contains("harvest_url");
    }

    @Test
    void aReasonClaimsOnlyWhatIsKnown() {
        assertThat(reason(new HarvestFailure.Invalid("update_application: status 422", List.of())))
                .endsWith("status 422");
        assertThat(reason(new HarvestFailure.Invalid("update_application: status 422", List.of("rocketmat"))))
                .endsWith("status 422 [rocketmat]");
        assertThat(reason(new HarvestFailure.Throttled(Instant.EPOCH))).contains("used up, or", "a pause");
        assertThat(reason(new HarvestFailure.NotFoundThoughShown("update_application: status 404")))
                .doesNotContain("shows");
    }

    @Test
    void anUnavailabilityMayComeFromAWrongAddress() {
        for (HarvestFailure failure : List.of(
                new HarvestFailure.Unavailable("jobs: UnknownHostException"),
                new HarvestFailure.Resting("the last calls failed", Instant.EPOCH))) {
            assertThat(Advice.on(failure, V3).remedy())
                    .contains("harvest_url", "rocketmat.harvest.url", "rocketmat.harvest.token-url");
        }
    }

    @Test
    void aRefusalMayComeFromAnAllowList() {
        for (HarvestFailure refusal : List.of(
                new HarvestFailure.Unauthorised("refused"), new HarvestFailure.Forbidden("harvest:jobs:list"))) {
            for (DevCenter devCenter : List.of(V3, V1)) {
                assertThat(Advice.on(refusal, devCenter).remedy()).contains("allow-list");
            }
        }
    }

    @Test
    void permissionsHaveTheirNamesInTheDevCenter() {
        assertThat(V3.check(Operation.LIST_JOBS)).isEqualTo("scope harvest:jobs:list");
        assertThat(V3.allow(Operation.LIST_JOBS))
                .isEqualTo("in Greenhouse, Configure → Dev Center → API Credential Management, at this credential,"
                        + " Manage scopes: tick harvest:jobs:list");
        assertThat(V1.check(Operation.LIST_JOBS)).isEqualTo("permission Get: List Jobs");
        assertThat(V1.allow(Operation.LIST_JOBS)).contains("Manage permissions: tick 'Get: List Jobs'");
    }

    private static String reason(HarvestFailure failure) {
        return Advice.on(failure, V3).reason();
    }
}
