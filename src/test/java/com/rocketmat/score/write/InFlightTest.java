package com.rocketmat.score.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rocketmat.guide.GuidePage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InFlightTest {

    private final InFlight<Integer, Integer> inFlight = new InFlight<>();
    private final CountDownLatch gate = new CountDownLatch(1);
    private final List<InFlight.Answer<Integer, Integer>> answers = new ArrayList<>();

    @AfterEach
    void land() {
        gate.countDown();
        inFlight.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"harvest", "harvest-v1"})
    void theClientHasConnectionsForAllSlicesWithSlowWritesAndMore(String client) throws IOException {
        String workers = GuidePage.named("configuration")
                .text()
                .replaceAll("(?s).*`rocketmat.sync.workers`[^`]*`(\\d+)`.*", "$1");
        Properties settings = new Properties();
        try (var file = Files.newBufferedReader(Path.of("src/main/resources/application.properties"))) {
            settings.load(file);
        }

        assertThat(Integer.parseInt(
                        settings.getProperty("quarkus.rest-client.%s.connection-pool-size".formatted(client))))
                .isGreaterThan(Integer.parseInt(workers) * InFlight.MOST);
    }

    @Test
    void everyCallIsAnsweredOnce() {
        for (int n : numbers(50)) {
            while (!inFlight.canStart()) {
                answers.addAll(inFlight.take());
            }
            inFlight.start(n, square -> square * square);
        }
        landAll();

        assertThat(answers).extracting(InFlight.Answer::work).containsExactlyInAnyOrderElementsOf(numbers(50));
        assertThat(answers).allSatisfy(answer -> assertThat(answer.result()).isEqualTo(answer.work() * answer.work()));
    }

    @Test
    void aFewCallsAreInFlightAtOnce() {
        startAll(0, InFlight.AT_ONCE, this::gated);

        assertThat(inFlight.canStart()).isFalse();
        assertThat(inFlight.works()).containsExactlyInAnyOrderElementsOf(numbers(InFlight.AT_ONCE));
        gate.countDown();
        landAll();
        assertThat(inFlight.canStart()).isTrue();
        assertThat(answers).hasSize(InFlight.AT_ONCE);
    }

    @Test
    void slowCallsDoNotCountUpToALimit() {
        startAll(0, InFlight.AT_ONCE, this::gated);
        await().atMost(1, TimeUnit.MINUTES).until(inFlight::canStart);

        startAll(InFlight.AT_ONCE, InFlight.MOST - 1, this::gated);
        await().atMost(1, TimeUnit.MINUTES).until(inFlight::canStart);
        startAll(InFlight.MOST - 1, InFlight.MOST, this::gated);

        await().during(InFlight.SLOW.plusMillis(100))
                .atMost(1, TimeUnit.MINUTES)
                .until(() -> !inFlight.canStart());
    }

    @ParameterizedTest
    @ValueSource(classes = {IllegalStateException.class, LinkageError.class, IOException.class})
    void aCallThatThrowsFailsAlone(Class<? extends Throwable> thrown) {
        inFlight.start(1, _ -> {
            throw undeclared(thrown);
        });
        inFlight.start(2, n -> n);
        landAll();

        assertThat(answers)
                .satisfiesExactlyInAnyOrder(
                        failed -> {
                            assertThat(failed.work()).isEqualTo(1);
                            assertThat(failed.failure()).asString().contains(thrown.getSimpleName());
                        },
                        answered -> {
                            assertThat(answered.failure()).isNull();
                            assertThat(answered.result()).isEqualTo(2);
                        });
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> RuntimeException undeclared(Class<? extends Throwable> thrown) throws E {
        try {
            throw (E) thrown.getConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private void startAll(int from, int to, Function<Integer, Integer> call) {
        IntStream.range(from, to).forEach(n -> inFlight.start(n, call));
    }

    private void landAll() {
        while (!inFlight.isEmpty()) {
            answers.addAll(inFlight.take());
        }
    }

    private int gated(int n) {
        try {
            assertThat(gate.await(3, TimeUnit.MINUTES)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return n;
    }

    private static List<Integer> numbers(int count) {
        return IntStream.range(0, count).boxed().toList();
    }
}
