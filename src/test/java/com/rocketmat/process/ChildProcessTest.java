package com.rocketmat.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.rocketmat.bench.OwnProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Real processes, of {@link EchoWorker}. */
@Timeout(120)
class ChildProcessTest {

    /** On a busy machine too. */
    private static final Limits PATIENT = limits(30);

    private final AtomicReference<Path> directory = new AtomicReference<>();
    private ChildProcess process;

    @AfterEach
    void leavesNothingBehind() {
        if (process != null) {
            process.close();
        }
        await().until(() -> !Files.exists(directory.get()));
    }

    @Test
    void answersOneRequestAfterAnotherAndReportsEachStepUntilItEnds() throws IOException {
        start();

        for (String word : List.of("one", "other", "print", "last")) {
            assertThat(ask(word, PATIENT))
                    .isInstanceOfSatisfying(
                            Outcome.Answered.class,
                            answer -> assertThat(answer.parts()).containsExactly(bytes(word), bytes("beside")));
        }
        byte[] larger = new byte[8 << 20];
        List<String> steps = new ArrayList<>();
        assertThat(process.ask(List.of(bytes("larger than any buffer"), larger), PATIENT, steps::add))
                .isInstanceOfSatisfying(
                        Outcome.Answered.class,
                        answer -> assertThat(answer.parts().getLast()).isEqualTo(larger));
        assertThat(steps).containsExactly("first", "second");
        assertThat(ask("two steps", limits(4)))
                .as("each step has the whole time")
                .isInstanceOf(Outcome.Answered.class);
        assertThat(process.isAlive()).isTrue();

        // as an idle one does after a minute
        process.close();
        assertThat(ask("other", PATIENT)).isEqualTo(new Outcome.NotTaken());
    }

    /** Each would have the whole time again. */
    @Test
    @Timeout(20)
    void aProcessWhoseWorkHasNoStepsMayNotReportAny() throws IOException {
        start();

        assertThat(ask("a step now and then", Limits.of(Duration.ofSeconds(30))))
                .isInstanceOf(Outcome.Crashed.class);
        assertThat(process.isAlive()).isFalse();
    }

    @Test
    void aProcessThatTakesTooLongIsKilledAndItsStepReported() throws IOException {
        start();

        assertThat(ask("hang", limits(1))).isEqualTo(new Outcome.TimedOut("first"));
        assertThat(process.isAlive()).isFalse();
    }

    /** As when a virtual machine is moved to another host. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void aStepHasItsWholeTimeAlthoughTheServiceIsSuspended() throws IOException {
        start();

        String millis = OwnProcess.run(Suspended.class, Map.of(), List.of());

        assertThat(Long.parseLong(millis)).isGreaterThan(3_800);
    }

    /** Prints how long an endless step took while the service was suspended twice for longer than the limit of 1 s. */
    static final class Suspended {

        private Suspended() {}

        public static void main(String... arguments) throws IOException {
            try (ChildProcess child = ChildProcess.start(EchoWorker.PROGRAM)) {
                String pause = "for _ in 1 2; do sleep 0.2; kill -STOP %1$d; sleep 1.5; kill -CONT %1$d; done"
                        .formatted(ProcessHandle.current().pid());
                long began = System.nanoTime();
                Outcome outcome = child.ask(List.of(bytes("hang")), limits(1), _ -> run(pause));
                if (outcome instanceof Outcome.TimedOut) {
                    System.out.println(
                            Duration.ofNanos(System.nanoTime() - began).toMillis());
                }
            }
        }

        private static void run(String script) {
            try {
                new ProcessBuilder("sh", "-c", script).start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Empty parts take no byte of their own, but the service's memory. */
    @ParameterizedTest
    @CsvSource({"endless steps, again", "millions of empty parts, first", "ready again, first", "no parts, first"})
    void anInvalidAnswerIsACrash(String word, String step) throws IOException {
        start();

        assertThat(ask(word, PATIENT))
                .isInstanceOfSatisfying(
                        Outcome.Crashed.class, crash -> assertThat(crash.step()).isEqualTo(step));
        assertThat(process.isAlive()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"exit, 7", "throw, 1", "run out of heap, 3"})
    void aProcessThatEndsReportsItsStatus(String word, int status) throws IOException {
        start();

        assertThat(ask(word, PATIENT)).isEqualTo(new Outcome.Crashed("first", status));
    }

    @ParameterizedTest
    @ValueSource(strings = {"endless answers", "steps after the answer"})
    void theAnswerIsTheLastMessage(String word) throws IOException {
        start();
        assertThat(ask(word, PATIENT)).isInstanceOf(Outcome.Answered.class);
        await().until(() -> !process.isAlive());

        assertThat(ask("other", PATIENT)).isEqualTo(new Outcome.NotTaken());
    }

    @Test
    void aProcessThatTakesTooMuchMemoryIsKilled() throws IOException {
        start();

        assertThat(ask("hang", new Limits(Duration.ofSeconds(30), 1 << 20))).isInstanceOf(Outcome.TooLarge.class);
        assertThat(process.isAlive()).isFalse();
    }

    @Test
    void anotherProgramDoesNotStart() throws IOException {
        process = ChildProcess.start(temporary -> {
            directory.set(temporary);
            return List.of("/bin/echo", "hello");
        });

        assertThatThrownBy(() -> ask("one", PATIENT)).isInstanceOf(IOException.class);
    }

    @Test
    void aMissingProgramDoesNotStart() {
        assertThatThrownBy(() -> ChildProcess.start(temporary -> {
                    directory.set(temporary);
                    return List.of("/no/such/program");
                }))
                .isInstanceOf(IOException.class);
    }

    private static Limits limits(int seconds) {
        return new Limits(Duration.ofSeconds(seconds), Long.MAX_VALUE);
    }

    private void start() throws IOException {
        process = ChildProcess.start(temporary -> {
            directory.set(temporary);
            return EchoWorker.PROGRAM.command(temporary);
        });
    }

    private Outcome ask(String word, Limits limits) throws IOException {
        return process.ask(List.of(bytes(word), bytes("beside")), limits);
    }

    private static byte[] bytes(String word) {
        return word.getBytes(StandardCharsets.UTF_8);
    }
}
