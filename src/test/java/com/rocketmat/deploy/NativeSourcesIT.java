package com.rocketmat.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.ops.AddressParameters;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
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
    void theImageHasWhatTheCodeLooksUp() throws IOException, ReflectiveOperationException {
        assertThat(sources.missing(needs)).isEmpty();
    }

    @Test
    void whatIsForgottenIsFound() throws IOException, ReflectiveOperationException {
        Set<String> forgotten = Set.of(
                "com.rocketmat.harvest.row.Application",
                "com.rocketmat.score.Score",
                "com.github.benmanes.caffeine.cache.SSMSW",
                "io.quarkus.vault.client.common.VaultErrorResponse",
                "ai.onnxruntime.OrtException",
                "ai.onnxruntime.OrtException(int,java.lang.String)",
                "org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf",
                "db/migration/V1__Baseline.sql",
                "--no-fallback");

        assertThat(sources.without(forgotten).missing(needs)).containsExactlyInAnyOrderElementsOf(forgotten);
    }

    @Test
    void theNeedsAreThoseOfTheCode() throws IOException, ReflectiveOperationException {
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
                .hasSizeGreaterThan(8);
        assertThat(needs.caches())
                .contains("com.github.benmanes.caffeine.cache.SSMSW", "com.github.benmanes.caffeine.cache.PSWMS");
        assertThat(needs.resources()).contains("org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf");
        assertThat(NativeNeeds.files()).anyMatch(file -> file.startsWith("db/migration/V1__"));
        assertThat(NativeNeeds.jniConstructors())
                .contains(
                        "ai.onnxruntime.OrtException(int,java.lang.String)",
                        "ai.onnxruntime.TensorInfo(long[],java.lang.String[],int)",
                        "ai.onnxruntime.SequenceInfo(int,int)",
                        "ai.onnxruntime.SequenceInfo(int,ai.onnxruntime.MapInfo)")
                .hasSizeGreaterThanOrEqualTo(11);
    }

    /**
     * One that the builder makes is the same in every process: a replica's name, a key or a setting that it takes would be the builder's.
     * Of a filter or provider of the API that is a {@code @Singleton}, and of what it gets.
     */
    @Test
    void noBeanIsMadeByTheBuilderThatDrawsOrReadsAnything() throws IOException, InterruptedException {
        assertThat(NativeBuilder.beans(NativeSources.HOME)).containsExactly(AddressParameters.class.getName());
    }

    @Test
    @Tag("finding-D1")
    void everyReferenceLeadsToWhatIsThere() throws IOException {
        List<Path> jars = NativeLinks.jars(NativeSources.HOME);

        assertThat(NativeLinks.broken(jars)).isEmpty();
        assertThat(NativeLinks.hidden(jars)).isEmpty();
    }

    @Test
    @Tag("finding-D3")
    void nothingIsEmbeddedThatIsNotRead() {
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
