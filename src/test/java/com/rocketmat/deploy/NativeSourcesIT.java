package com.rocketmat.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.ops.AddressParameters;
import java.io.IOException;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The native build without its builder: its input, compared with what the code looks up by name. */
@Execution(ExecutionMode.CONCURRENT)
class NativeSourcesIT {

    private static NativeSources sources;
    private static NativeNeeds needs;

    @BeforeAll
    static void build() throws IOException {
        sources = NativeSources.build();
        needs = new NativeNeeds();
    }

    @Test
    void theImageContainsWhatTheCodeLooksUp() throws IOException, ReflectiveOperationException {
        assertThat(sources.missing(needs)).isEmpty();
    }

    @Test
    void aMissingRegistrationIsFound() throws IOException, ReflectiveOperationException {
        Set<String> forgotten = Set.of(
                "com.rocketmat.harvest.row.Application",
                "com.rocketmat.score.Score",
                "com.github.benmanes.caffeine.cache.SSMSW",
                "com.github.benmanes.caffeine.cache.PSWMS",
                "io.quarkus.vault.client.common.VaultErrorResponse",
                "ai.onnxruntime.OrtException",
                "ai.onnxruntime.OrtException(int,java.lang.String)",
                "org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf",
                "db/migration/V1__Baseline.sql",
                "--no-fallback");

        assertThat(sources.without(forgotten).missing(needs)).containsExactlyInAnyOrderElementsOf(forgotten);
    }

    @Test
    void theNeedsAreReadFromTheCode() throws IOException, ReflectiveOperationException {
        assertThat(needs.json())
                .contains(
                        "com.rocketmat.harvest.row.Application",
                        "com.rocketmat.harvest.row.Application$Answer",
                        "com.rocketmat.harvest.row.CustomFieldEntry",
                        "com.rocketmat.harvest.v3.TokenApi$Answer",
                        "com.rocketmat.tenant.TenantView$Listing",
                        "com.rocketmat.model.upload.TrialRequest",
                        "com.rocketmat.model.upload.Check",
                        "com.rocketmat.score.Reason",
                        "com.rocketmat.doctor.Finding")
                .hasSizeGreaterThan(40);
        assertThat(needs.persistent())
                .contains("com.rocketmat.score.Score", "com.rocketmat.model.ChecksConverter")
                .hasSizeGreaterThan(7);
        assertThat(NativeNeeds.jniConstructors())
                .contains("ai.onnxruntime.TensorInfo(long[],java.lang.String[],int)")
                .hasSizeGreaterThanOrEqualTo(11);
    }

    /** A bean that the builder makes is the same in every process: a name, key or setting in it would be the builder's. */
    @Test
    void theBuilderMakesOnlyBeansWithoutState() throws IOException, InterruptedException {
        assertThat(NativeBuilder.beans(NativeSources.HOME)).containsExactly(AddressParameters.class.getName());
    }

    @Test
    @Tag("nightly")
    @Tag("finding-D1")
    void everyReferenceIsResolved() throws IOException {
        NativeLinks links = new NativeLinks(NativeLinks.jars(NativeSources.HOME));

        assertThat(links.broken()).isEmpty();
        assertThat(links.hidden()).isEmpty();
    }

    @Test
    @Tag("finding-D3")
    void onlyFilesThatTheCodeReadsAreEmbedded() {
        assertThat(sources.resources())
                .noneMatch(name -> name.endsWith(".so"))
                .filteredOn(name -> name.startsWith("META-INF/resources/_static/"))
                .singleElement()
                .asString()
                .endsWith("/htmx.min.js");
    }

    @Test
    @Tag("finding-D4")
    void noSignalWritesAHeapDump() {
        assertThat(sources.arguments())
                .filteredOn(argument -> argument.startsWith("--enable-monitoring"))
                .containsExactly("--enable-monitoring=threaddump");
    }
}
