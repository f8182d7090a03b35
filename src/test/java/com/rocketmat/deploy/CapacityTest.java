package com.rocketmat.deploy;

import static com.rocketmat.deploy.Manifests.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.rocketmat.guide.GuidePage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Deployed containers get the resources that their settings allow them to use. Sizes are in MiB. */
class CapacityTest {

    private static final Path IMAGES = Path.of("src/main/docker");
    private static final Path PROPERTIES = Path.of("src/main/resources/application.properties");
    private static final Pattern SIZE = Pattern.compile("(\\d+)([MG])i?");
    private static final String HEAP = "-Xmx(\\d+)m";

    /** Beside its heap: classes, compiled code, threads. */
    private static final int OF_A_JVM = 256;

    private static final int OF_A_RESUMES_READER = 250;

    /** Its superuser_reserved_connections. */
    private static final int RESERVED_BY_POSTGRESQL = 3;

    private static final int FOR_PEOPLE = 10;

    static List<Manifests> manifests() throws IOException {
        return Manifests.all();
    }

    @ParameterizedTest
    @MethodSource("manifests")
    void theMemoryCoversHeapModelsAndChildProcesses(Manifests manifests) throws IOException {
        int request = heap(manifests) + size(setting(manifests, "rocketmat.models.cache")) * 3 / 2;
        int children = size(setting(manifests, "rocketmat.models.trial-memory"))
                + OF_A_RESUMES_READER * Integer.parseInt(setting(manifests, "rocketmat.resumes.readers"));
        if (!setting(manifests, "rocketmat.training.workers").equals("0")) {
            request += OF_A_JVM;
            children += size(setting(manifests, "rocketmat.training.memory"));
        } else {
            // a native image's collector copies the heap, in the worst case all of it
            children += heap(manifests);
        }

        for (String containers : new String[] {"containers", "initContainers"}) {
            JsonNode resources = manifests.pod().at("/" + containers + "/0/resources");
            assertThat(size(text(resources, "/requests/memory")))
                    .as("request of " + containers)
                    .isGreaterThanOrEqualTo(request);
            assertThat(size(text(resources, "/limits/memory")))
                    .as("limit of " + containers)
                    .isGreaterThanOrEqualTo(request + children);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"overlays/trainer", "overlays/trainer-keda"})
    void theTrainerStartsLikeItsImageWithALargerHeap(String overlay) throws IOException {
        String image = found(Files.readString(IMAGES.resolve("Dockerfile.jvm")), "\nENTRYPOINT (\\[.*])");
        JsonNode command = Manifests.rendered(overlay).container().path("command");

        assertThat(command.toString().replaceAll(HEAP, ""))
                .isEqualTo(image.replaceAll(HEAP, "").replace("\", \"", "\",\""));
        assertThat(heap(command.toString())).isGreaterThanOrEqualTo(2 * heap(image));
    }

    /** With one more of each during a rollout; both kinds of autoscalers. */
    @ParameterizedTest
    @CsvSource({"overlays/production, overlays/trainer", "overlays/production-keda, overlays/trainer-keda"})
    void theGuidesPostgreSqlHasEnoughConnectionsForAllReplicasAndTrainers(String replicas, String trainers)
            throws IOException {
        int given = Integer.parseInt(found(GuidePage.named("kubernetes").text(), "max_connections: \"(\\d+)\""))
                - RESERVED_BY_POSTGRESQL;

        assertThat(connections(replicas) + connections(trainers)).isLessThanOrEqualTo(given - FOR_PEOPLE);
    }

    private static int connections(String overlay) throws IOException {
        Manifests deployed = Manifests.rendered(overlay);
        JsonNode deployment = deployed.the("Deployment").path("spec");
        int most = deployed.objects().stream()
                .mapToInt(object -> object.at("/spec/maxReplicas").asInt()
                        + object.at("/spec/maxReplicaCount").asInt()
                        + object.at("/spec/replicas").asInt())
                .max()
                .orElseThrow();
        int surge = deployment.at("/strategy/rollingUpdate/maxSurge").asInt();
        assertThat(most).isPositive();
        assertThat(surge).isPositive();
        return (most + surge) * Integer.parseInt(setting(deployed, "quarkus.datasource.jdbc.max-size"));
    }

    /** Of its command, or of the deployed image. */
    private static int heap(Manifests manifests) throws IOException {
        JsonNode command = manifests.container().path("command");
        return heap(
                command.isMissingNode()
                        ? Files.readString(IMAGES.resolve("Dockerfile.native-micro"))
                        : command.toString());
    }

    private static int heap(String command) {
        return Integer.parseInt(found(command, HEAP));
    }

    /** As the service's container has it: from its manifest, the ConfigMap, or the default. */
    private static String setting(Manifests manifests, String property) throws IOException {
        String variable = property.replaceAll("[.-]", "_").toUpperCase(Locale.ROOT);
        Optional<String> deployed = Stream.concat(
                        manifests
                                .container()
                                .path("env")
                                .valueStream()
                                .filter(entry -> text(entry, "/name").equals(variable))
                                .map(entry -> entry.path("value")),
                        Stream.of(manifests.config(variable)))
                .filter(JsonNode::isTextual)
                .map(JsonNode::asText)
                .findFirst();
        if (deployed.isPresent()) {
            return deployed.get();
        }
        return property.startsWith("quarkus.")
                ? found(Files.readString(PROPERTIES), "\n" + Pattern.quote(property) + "=(.*)")
                : found(
                        GuidePage.named("configuration").text(),
                        "\\| `" + Pattern.quote(property) + "` \\|[^|]*\\| `([^`]*)` \\|");
    }

    private static int size(String text) {
        Matcher size = SIZE.matcher(text);
        assertThat(size.matches()).as(text).isTrue();
        return Integer.parseInt(size.group(1)) * (size.group(2).equals("G") ? 1024 : 1);
    }

    private static String found(String text, String pattern) {
        Matcher found = Pattern.compile(pattern).matcher(text);
        assertThat(found.find()).as(pattern).isTrue();
        return found.group(1);
    }
}
