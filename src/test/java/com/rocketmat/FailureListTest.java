package com.rocketmat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Property;
import org.jboss.jandex.DotName;
import org.jboss.jandex.Index;
import org.jboss.jandex.Indexer;
import org.jboss.jandex.MethodInfo;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The failures that must be survived; each is the tag of at least one test. */
class FailureListTest {

    /** Webhooks that are replayed, out of order or badly signed are tested in the package {@code webhook}. */
    static final Set<String> FAILURES = Set.of(
            "failure-429-retry-after",
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
            "failure-vault",
            "failure-postgresql-failover",
            "failure-sigkill-mid-page",
            "failure-sigterm-mid-page",
            "failure-model-file",
            "failure-cache-full",
            "failure-versions-switch-under-load",
            "failure-tenant-deleted",
            "failure-all-due-at-once");

    private static final Set<DotName> TESTS = Stream.of(Test.class, ParameterizedTest.class, Property.class)
            .map(DotName::createSimple)
            .collect(Collectors.toSet());

    private static final DotName TAG = DotName.createSimple(Tag.class);

    private static Index index;
    private static List<MethodInfo> tests;

    @BeforeAll
    static void readTheCompiledTests() throws IOException, URISyntaxException {
        Path compiled = Path.of(FailureListTest.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        Indexer indexer = new Indexer();
        indexer.indexClass(Tag.class);
        try (Stream<Path> files = Files.walk(compiled.resolve("com"))) {
            for (Path file :
                    files.filter(file -> file.toString().endsWith(".class")).toList()) {
                try (InputStream type = Files.newInputStream(file)) {
                    indexer.index(type);
                }
            }
        }
        index = indexer.complete();
        tests = index.getKnownClasses().stream()
                .flatMap(type -> type.methods().stream())
                .filter(method -> TESTS.stream().anyMatch(method::hasDeclaredAnnotation))
                .toList();
    }

    @ParameterizedTest
    @FieldSource("FAILURES")
    void hasATestWithItsTag(String failure) {
        assertThat(tags()).contains(failure);
    }

    @Test
    void noOtherFailureIsATag() {
        assertThat(tags().filter(tag -> tag.startsWith("failure-"))).allMatch(FAILURES::contains);
    }

    @Test
    void everyTestHasANameInCamelCase() {
        assertThat(tests)
                .isNotEmpty()
                .allSatisfy(test -> assertThat(test.name()).doesNotContain("_"));
    }

    private static Stream<String> tags() {
        return tests.stream()
                .flatMap(test -> test.declaredAnnotationsWithRepeatable(TAG, index).stream())
                .map(tag -> tag.value().asString());
    }
}
