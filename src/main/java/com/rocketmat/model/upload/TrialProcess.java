package com.rocketmat.model.upload;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.rocketmat.process.OwnProgram;
import com.rocketmat.process.ProcessMemory;
import io.quarkus.logging.Log;
import java.io.BufferedReader;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The parent's side of a running {@link Trial}. */
final class TrialProcess implements AutoCloseable {

    /** Follows the last line of a process that ended. */
    static final String ENDED = "";

    private static final JsonMapper JSON = new JsonMapper();
    private static final long HEAP = 384L << 20;
    /** Otherwise a heap that grows and shrinks hides the memory of a small model. */
    private static final List<String> STEADY_HEAP = List.of("-Xmn8m", "-Xms" + HEAP);

    private static final Duration DIES_WITHIN = Duration.ofSeconds(2);

    private final Process process;
    private final Path temporary;
    private final DataOutputStream in;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    private TrialProcess(Process process, Path temporary) {
        this.process = process;
        this.temporary = temporary;
        this.in = new DataOutputStream(process.getOutputStream());
        Thread.ofVirtual().name("model-trial").start(this::listen);
    }

    static TrialProcess start() throws IOException {
        // ONNX Runtime unpacks its libraries, 24 MB, unless they are beside the application; this process is always
        // killed and
        // leaves them behind
        Path temporary = Files.createTempDirectory("model-trial");
        List<String> command = OwnProgram.command(Trial.class, Trial.COMMAND, HEAP, temporary);
        command.addAll(1, STEADY_HEAP);
        return new TrialProcess(
                OwnProgram.process(command).directory(temporary.toFile()).start(), temporary);
    }

    private void listen() {
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                lines.add(line);
            }
        } catch (IOException e) {
            // killed in the middle of a line
        } finally {
            lines.add(ENDED);
        }
    }

    void ask(TrialRequest request, byte[] file) throws IOException {
        byte[] json = JSON.writeValueAsBytes(request);
        in.writeInt(json.length);
        in.write(json);
        in.writeInt(file.length);
        in.write(file);
        in.flush();
    }

    /** The next line, {@link #ENDED}, or null if none arrives in time. */
    String line(long millis) throws InterruptedException {
        return lines.poll(millis, TimeUnit.MILLISECONDS);
    }

    /** Its resident memory; 0 if the system does not report it. */
    long residentBytes() {
        return ProcessMemory.RESIDENT.of(Long.toString(process.pid()));
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** The exit status of a process that ended. */
    int exitStatus() throws InterruptedException {
        return process.waitFor();
    }

    /** Killed forcibly, because native code that hangs ignores anything less. */
    @Override
    public void close() {
        process.destroyForcibly()
                .onExit()
                .thenRun(this::deleteTemporary)
                .completeOnTimeout(null, DIES_WITHIN.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    private void deleteTemporary() {
        try (Stream<Path> left = Files.walk(temporary)) {
            for (Path file : left.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException | UncheckedIOException e) {
            Log.warnf("Cannot delete %s of an ended model trial: %s", temporary, e);
        }
    }
}
