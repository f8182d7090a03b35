package com.rocketmat.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The failures that must be survived; each is the tag of at least one test. */
class FailureListTest {

    /** Webhooks that are replayed, out of order or badly signed are tested in the package {@code webhook}. */
    static final Set<String> FAILURES = Set.of(
            "failure-429-retry-after",
            "failure-429-without-retry-after",
            "failure-reset-in-the-past",
            "failure-limit-shrinks",
            "failure-401",
            "failure-token-revoked",
            "failure-403-scope-lost",
            "failure-404-gone",
            "failure-422-cursor",
            "failure-page-repeated",
            "failure-row-updated-while-paging",
            "failure-clock-skew",
            "failure-patch-timed-out",
            "failure-patch-visible-later",
            "failure-vault-403",
            "failure-vault-rotated",
            "failure-vault-sealed",
            "failure-vault-slow",
            "failure-postgresql-failover",
            "failure-sigkill-mid-page",
            "failure-sigkill-mid-patch",
            "failure-sigterm-mid-page",
            "failure-model-file",
            "failure-cache-full",
            "failure-versions-switch-under-load",
            "failure-tenant-deleted",
            "failure-all-due-at-once");

    @ParameterizedTest
    @FieldSource("FAILURES")
    void eachFailureHasATestInEachBuild(String failure) {
        assertThat(CompiledTests.all().stream()
                        .filter(test -> !CompiledTests.nightly(test))
                        .flatMap(CompiledTests::tags))
                .contains(failure);
    }

    @Test
    void everyTagOfAFailureIsListed() {
        assertThat(CompiledTests.all().stream().flatMap(CompiledTests::tags).filter(tag -> tag.startsWith("failure-")))
                .allMatch(FAILURES::contains);
    }

    @Test
    void everyTestHasANameInCamelCase() {
        assertThat(CompiledTests.all())
                .isNotEmpty()
                .allSatisfy(test -> assertThat(test.name()).doesNotContain("_"));
    }
}
