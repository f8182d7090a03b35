package com.rocketmat.model;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.quarkus.runtime.ImageMode;
import java.io.BufferedReader;
import java.io.DataOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A running {@link Trial}, seen from outside. */
final class TrialProcess implements AutoCloseable {

    /** Comes after the last line of a process that ended. */
    static final String ENDED = "";

    private static final JsonMapper JSON = new JsonMapper();
    private static final String HEAP = "-Xmx384m";
    private static final String RUNNER = "quarkus-run.jar";

    private final Process process;
    private final DataOutputStream in;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    private TrialProcess(Process process) {
        this.process = process;
        this.in = new DataOutputStream(process.getOutputStream());
        Thread.ofVirtual().name("model-trial").start(this::listen);
    }

    static TrialProcess start() throws IOException {
        return new TrialProcess(new ProcessBuilder(command())
                // the runtime's remarks on a file may be endless
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start());
    }

    /** The program that runs here, in the way that it was started here, with another argument. */
    private static List<String> command() {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElseThrow());
        command.add(HEAP);
        String libraries = System.getProperty("onnxruntime.native.path");
        if (libraries != null) {
            command.add("-Donnxruntime.native.path=" + libraries);
        }
        command.add("-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"));
        if (ImageMode.current() != ImageMode.NATIVE_RUN) {
            command.addAll(List.of(
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    // a crash is told by the exit status; nobody reads files about it
                    "-XX:-CreateCoredumpOnCrash",
                    "-XX:ErrorFile=/dev/null",
                    "--enable-native-access=ALL-UNNAMED"));
            String path = System.getProperty("java.class.path");
            boolean packaged = Path.of(path.split(File.pathSeparator, 2)[0]).endsWith(RUNNER);
            command.addAll(packaged ? List.of("-jar", path) : List.of("-cp", path, Trial.class.getName()));
        }
        command.add(Trial.COMMAND);
        return command;
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

    /** The next line, {@link #ENDED}, or null when there is none within that time. */
    String line(long millis) throws InterruptedException {
        return lines.poll(millis, TimeUnit.MILLISECONDS);
    }

    /** Its resident memory; 0 where the system does not tell. */
    long residentBytes() {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        try (var lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException | UncheckedIOException e) {
            return 0;
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Of a process that ended. */
    int exitStatus() throws InterruptedException {
        return process.waitFor();
    }

    /** It may hang in native code, where nothing less is heard. */
    @Override
    public void close() {
        process.destroyForcibly();
    }
}
