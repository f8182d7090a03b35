package com.rocketmat.feature.resume;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rocketmat.process.EchoWorker;
import com.rocketmat.process.OwnChildren;
import com.rocketmat.process.Program;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Real processes, real libraries. */
class ResumeReaderTest {

    private static final byte[] GOOD = "Ana".getBytes(StandardCharsets.UTF_8);
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final long MEMORY = 48L << 20;

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final OwnChildren ours = new OwnChildren();

    @AutoClose
    private final ResumeReader reader = reader();

    @Test
    void readsGoodBadAndDamagedFilesInAProcessWithoutSecrets() throws IOException {
        assertThat(reader.text(Samples.resource("reportlab.pdf")))
                .hasValueSatisfying(text -> assertThat(text).startsWith("Ana Souza\nEngenheira"));
        assertThat(reader.text(Samples.resource("python-docx.docx"))).isPresent();
        assertThat(reader.text(Samples.resource("encrypted.pdf"))).isEmpty();
        assertThat(reader.text(Samples.resource("scan.pdf"))).isEmpty();
        assertThat(reader.text(new byte[] {0, 1, 2})).isEmpty();

        assertThat(count("text")).isEqualTo(2);
        assertThat(count("unreadable")).isEqualTo(1);
        assertThat(count("no_text")).isEqualTo(1);
        assertThat(count("other_format")).isEqualTo(1);
        String environment = Files.readString(
                Path.of("/proc/" + children().findFirst().orElseThrow().pid() + "/environ"), ISO_8859_1);
        assertThat(environment.split("\0"))
                .allMatch(variable -> variable.isEmpty() || variable.matches("(LD_|MALLOC_|LOCPATH|LANG|LC_).*"));

        assertThat(reader.text(Samples.pdf("/FlateDecode", new byte[0], "[2 0 R 2 0 R]")))
                .as("cyclic pages")
                .isEmpty();
        assertThat(reader.text(Samples.rtf("{".repeat(200_000))))
                .as("deep nesting")
                .isEmpty();
        assertThat(reader.text(GOOD)).contains("Ana");
        readDamagedFiles();
        assertThat(reader.text(GOOD)).contains("Ana");
        assertThat(count("no_reader")).isZero();
    }

    private void readDamagedFiles() {
        Random random = new Random(6);
        List<byte[]> whole = List.of(
                Samples.resource("reportlab.pdf"), Samples.resource("python-docx.docx"), Samples.rtf("\\pard x\\par"));
        for (int i = 0; i < 120; i++) {
            byte[] damaged = whole.get(i % whole.size()).clone();
            for (int change = 0; change < 8; change++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            reader.text(damaged);
        }
    }

    /** A class that could not be initialised, because the stack was used up, would stay unusable for the next files. */
    @Test
    void aPdfThatExceedsTheMemoryOrTheStackEndsOnlyItsProcess() {
        assertThat(reader.text(Samples.pdfOf("q ", 40))).isEmpty();
        assertThat(count("crashed")).isEqualTo(1);
        assertThat(reader.text(GOOD)).contains("Ana");

        assertThat(reader.text(Samples.nestedPages(20_000))).isEmpty();
        assertThat(count("crashed")).isEqualTo(2);
        assertThat(children()).isEmpty();
        assertThat(reader.text(GOOD)).contains("Ana");
    }

    @Test
    void aFileThatTakesTooLongEndsOnlyItsProcess() {
        ResumeReader hasty = started(Duration.ofSeconds(2), EchoWorker.PROGRAM, ResumeReader.worker(MEMORY));

        assertThat(hasty.text("hang".getBytes(StandardCharsets.US_ASCII))).isEmpty();

        assertThat(count("timed_out")).isEqualTo(1);
        assertThat(hasty.text(GOOD)).contains("Ana");
        hasty.close();
    }

    @Test
    void startsNoMoreProcessesThanReaders() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(6)) {
            List<Callable<Boolean>> questions = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                questions.add(() -> reader.text(GOOD).isPresent());
            }
            for (Future<Boolean> answer : threads.invokeAll(questions)) {
                assertThat(answer.get()).isTrue();
            }
        }

        assertThat(children().count()).isBetween(1L, 2L);
        reader.close();
        children().forEach(child -> child.onExit().join());
        assertThat(children()).isEmpty();
    }

    /** A slice that waits without end looks stuck: its replica would be restarted. */
    @Test
    @Timeout(60)
    void waitingForAReaderEnds() {
        AtomicReference<Program> started = new AtomicReference<>();
        Duration wait = Duration.ofMillis(10);
        ResumeReader busy = new ResumeReader(to -> started.get().command(to), LIMIT, 1, wait, metrics);
        started.set(to -> {
            assertThatThrownBy(() -> busy.text(GOOD)).hasMessageContaining("busy");
            return ResumeReader.worker(MEMORY).command(to);
        });

        assertThat(busy.text(GOOD)).contains("Ana");
        busy.close();
        assertThat(count("no_reader")).isEqualTo(1);
    }

    @Test
    void anIdleProcessThatEndsIsReplaced() {
        assertThat(reader.text(GOOD)).isPresent();
        endChildren();

        assertThat(reader.text(GOOD)).contains("Ana");
        assertThat(count("crashed")).isZero();
    }

    /** As when memory or disk are used up for a while, or in a native image that lacks what a library needs. */
    @ParameterizedTest
    @ValueSource(strings = {"/no/such/program", "/bin/true"})
    void aTextIsNotMissingIfNoProcessStarts(String program) {
        AtomicReference<Program> started = new AtomicReference<>(_ -> List.of(program));
        ResumeReader troubled = new ResumeReader(to -> started.get().command(to), LIMIT, 1, LIMIT, metrics);

        assertThatThrownBy(() -> troubled.text(GOOD)).isInstanceOf(UncheckedIOException.class);

        started.set(ResumeReader.worker(MEMORY));
        assertThat(troubled.text(GOOD)).contains("Ana");
        troubled.close();
        assertThat(count("no_reader")).isEqualTo(1);
    }

    /**
     * The kernel may have killed it to free memory that others need; before the first file of a run, a process may have been idle for too
     * long.
     */
    @Test
    void aFileIsReadAgainIfTheProcessInPlaceOfAnEndedOneWasKilled() {
        ResumeReader again = started(
                LIMIT, ours.watching(ResumeReader.worker(MEMORY)), EchoWorker.PROGRAM, ResumeReader.worker(MEMORY));
        assertThat(again.text(GOOD)).isPresent();
        endChildren();

        assertThat(again.text("killed".getBytes(StandardCharsets.US_ASCII))).contains("killed");
        again.close();
    }

    /** Its idle limit may end it while the file arrives, and a service manager may stop it together with the service. */
    @ParameterizedTest
    @CsvSource({"/no/such/program, exit 0", "/bin/sh, exit 0", "/bin/sh, kill -TERM $$"})
    void aFileIsReadAgainIfItsProcessDoesNotStartEndsByItselfOrIsStopped(String shell, String end) {
        Program ending = _ -> List.of(shell, "-c", "printf R; head -c 4 > /dev/null; printf T; " + end);
        ResumeReader again = started(LIMIT, ending, ResumeReader.worker(MEMORY));

        assertThat(again.text(GOOD)).contains("Ana");
        assertThat(count("crashed")).isZero();
        again.close();
    }

    /** As a process that a file has taken over: it reads no other tenant's file. */
    @Test
    void aProcessThatAnswersNonsenseIsNotUsedAgain() {
        String answer = "TA\\000\\000\\000\\001\\000\\000\\000\\001x";
        Program talking = _ -> List.of(
                "/bin/sh", "-c", "printf R; head -c 4 > /dev/null; printf '%s'; exec sleep 60".formatted(answer));
        ResumeReader compromised = new ResumeReader(ours.watching(talking), LIMIT, 1, LIMIT, metrics);

        assertThat(compromised.text(GOOD)).isEmpty();

        assertThat(count("crashed")).isEqualTo(1);
        assertThat(children()).isEmpty();
    }

    private ResumeReader reader() {
        return new ResumeReader(ours.watching(ResumeReader.worker(MEMORY)), LIMIT, 2, LIMIT, metrics);
    }

    /** A reader that starts one program after the other. */
    private ResumeReader started(Duration time, Program... programs) {
        Iterator<Program> next = List.of(programs).iterator();
        return new ResumeReader(to -> next.next().command(to), time, 1, LIMIT, metrics);
    }

    private void endChildren() {
        children().forEach(child -> {
            child.destroyForcibly();
            child.onExit().join();
        });
    }

    private Stream<ProcessHandle> children() {
        return ours.alive();
    }

    private double count(String outcome) {
        return metrics.counter(ResumeReader.READ, "outcome", outcome).count();
    }
}
