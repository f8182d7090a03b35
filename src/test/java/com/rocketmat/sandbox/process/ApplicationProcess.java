package com.rocketmat.sandbox.process;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;

import com.rocketmat.process.ProcessMemory;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.awaitility.core.ConditionTimeoutException;
import org.awaitility.core.TerminalFailureException;

/**
 * The packaged application with its production profile, in its own process: the native binary if there is one, otherwise the jar.
 */
public final class ApplicationProcess implements AutoCloseable {

    private static final String HTTP_PORT = "QUARKUS_HTTP_PORT";
    private static final String MANAGEMENT_PORT = "QUARKUS_MANAGEMENT_PORT";
    private static final Duration STARTS_WITHIN = Duration.ofMinutes(2);
    private static final Duration ENDS_WITHIN = Duration.ofSeconds(45);
    private static final Pattern PORT_TAKEN =
            Pattern.compile("already (bound|in use)|BindException", Pattern.CASE_INSENSITIVE);
    private static final int TRIES = 3;
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    /** A start takes a core for some seconds: many at once would all be late, and the tests that wait for them too. */
    private static final Semaphore STARTS = new Semaphore(2);

    private final SandboxProcess process;
    private final URI url;
    private final URI managementUrl;
    private final Duration startup;

    private ApplicationProcess(SandboxProcess process, Map<String, String> environment, boolean waits) {
        this.process = process;
        url = URI.create("http://127.0.0.1:" + environment.get(HTTP_PORT));
        managementUrl = URI.create("http://127.0.0.1:" + environment.get(MANAGEMENT_PORT));
        startup = waits ? awaitReady() : Duration.ZERO;
    }

    /**
     * Returns when the application is ready.
     *
     * @param build Maven's {@code target}
     * @param environment overrides the defaults chosen here, which are free ports on the loopback address; asked right before the start, for
     *     values that expire, such as a token
     */
    public static ApplicationProcess start(Path build, Supplier<Map<String, String>> environment) {
        return inTurn(() -> start(build, environment.get(), true));
    }

    /** Returns when it is up or has ended, ready or not: its surroundings may not let it be ready. */
    public static ApplicationProcess launchOnly(Path build, Map<String, String> environment) {
        return inTurn(() -> {
            ApplicationProcess application = start(build, environment, false);
            await().atMost(STARTS_WITHIN).until(() -> application.isUp() || !application.isAlive());
            return application;
        });
    }

    private static ApplicationProcess inTurn(Supplier<ApplicationProcess> start) {
        STARTS.acquireUninterruptibly();
        try {
            return start.get();
        } finally {
            STARTS.release();
        }
    }

    private static ApplicationProcess start(Path build, Map<String, String> environment, boolean waits) {
        for (int left = TRIES; ; left--) {
            SandboxProcess process = null;
            try {
                Map<String, String> chosen = environment(environment);
                process = launch(build.toAbsolutePath(), chosen);
                return new ApplicationProcess(process, chosen, waits);
            } catch (IllegalStateException e) {
                boolean again = left > 1 && process != null && !process.isAlive() && portTaken(process);
                if (process != null) {
                    process.close();
                }
                if (!again) {
                    throw e;
                }
            }
        }
    }

    private static boolean portTaken(SandboxProcess process) {
        return process.lastLines().stream()
                .anyMatch(line -> PORT_TAKEN.matcher(line).find());
    }

    private static Map<String, String> environment(Map<String, String> given) {
        Map<String, String> chosen = new TreeMap<>(Allocator.settings());
        chosen.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        chosen.put("QUARKUS_MANAGEMENT_HOST", "127.0.0.1");
        chosen.put(HTTP_PORT, String.valueOf(FreePort.find()));
        chosen.put(MANAGEMENT_PORT, String.valueOf(FreePort.find()));
        chosen.putAll(given);
        return chosen;
    }

    private static SandboxProcess launch(Path build, Map<String, String> environment) {
        directory(temporary(build));
        ProcessBuilder builder = new ProcessBuilder(command(build)).directory(build.toFile());
        // only the caller configures the service
        builder.environment().keySet().removeIf(name -> name.startsWith("QUARKUS_") || name.startsWith("ROCKETMAT_"));
        builder.environment().putAll(environment);
        return SandboxProcess.start(
                builder, build.resolve("application-logs").resolve(environment.get(HTTP_PORT) + ".log"));
    }

    private static void directory(Path path) {
        try {
            Files.createDirectories(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the binary is what runs: it cannot train. */
    public static boolean isNative() {
        return Files.isRegularFile(binary());
    }

    private static Path binary() {
        return Path.of(System.getProperty("native.image.path", ""));
    }

    /**
     * The temporary directory that successive processes share, like the containers of a pod, and in which killed ones leave
     * files.
     */
    public static Path temporary(Path build) {
        return build.resolve("application-tmp");
    }

    private static List<String> command(Path build) {
        Path binary = binary();
        boolean isNative = isNative();
        List<String> command = new ArrayList<>();
        command.add((isNative ? binary : Path.of(System.getProperty("java.home"), "bin", "java")).toString());
        command.add("-Xmx512m");
        command.add("-Donnxruntime.native.path=" + build.resolve("onnxruntime"));
        command.add("-Djava.io.tmpdir=" + temporary(build));
        if (!isNative) {
            Path jar = build.resolve("quarkus-app/quarkus-run.jar");
            command.addAll(options());
            command.addAll(List.of("-jar", jar.toString()));
        }
        return command;
    }

    /** Tests start dozens of processes for seconds each, and opt in to this; measurements must not. */
    private static List<String> options() {
        String options = System.getProperty("application.jvm", "");
        return options.isBlank() ? List.of() : List.of(options.split(" "));
    }

    private Duration awaitReady() {
        long begun = System.nanoTime();
        try {
            await().atMost(STARTS_WITHIN)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(50))
                    .failFast("the application ended", () -> !process.isAlive())
                    .until(this::isReady);
        } catch (ConditionTimeoutException | TerminalFailureException e) {
            throw new IllegalStateException("not ready: " + e.getMessage() + "; " + process.tail(), e);
        }
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    /** Whether the application is ready now. */
    public boolean isReady() {
        return status("/q/health/ready") == 200;
    }

    private boolean isUp() {
        return status("/q/health/live") > 0;
    }

    /** 0 if it does not answer. */
    private int status(String path) {
        HttpRequest request = HttpRequest.newBuilder(managementUrl.resolve(path))
                .timeout(Duration.ofSeconds(5))
                .build();
        try {
            return HTTP.send(request, BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    /** What it answers of its health, as ready, live or started. */
    public ValidatableResponse health(String kind) {
        return given().baseUri(managementUrl.toString())
                .get("/q/health/" + kind)
                .then();
    }

    public String metrics() {
        return given().baseUri(managementUrl.toString())
                .get("/q/metrics")
                .then()
                .statusCode(200)
                .extract()
                .asString();
    }

    /** The value of a metric without labels. */
    public double metric(String name) {
        return metrics()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow();
    }

    public URI url() {
        return url;
    }

    public URI managementUrl() {
        return managementUrl;
    }

    /** Its complete output. */
    public Path log() {
        return process.log();
    }

    /** The last two hundred lines of its output. */
    public List<String> lastLines() {
        return process.lastLines();
    }

    /** From the start of the process until ready. */
    public Duration startup() {
        return startup;
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** SIGKILL: simulates a lost node. */
    public void kill() {
        process.kill();
    }

    /** SIGSTOP: simulates a starved node or an unexpected pause. Connections stay open without answers. */
    public void standStill() {
        process.standStill();
    }

    /** SIGCONT: it continues where it stopped. */
    public void wakeUp() {
        process.signal("CONT");
    }

    /** SIGTERM; returns the exit status, and fails if the application takes longer than Kubernetes would wait. */
    public int terminate() {
        return process.terminate(ENDS_WITHIN);
    }

    /** The exit status of an application that ends by itself; fails if it does not in this time. */
    public int exit(Duration within) {
        return process.exit(within);
    }

    /** Names and stacks of its threads, including virtual ones; empty for a native binary, which cannot report them. */
    public Optional<String> threads() {
        if (isNative()) {
            return Optional.empty();
        }
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        Path dump = process.log().resolveSibling("threads-" + process.pid() + ".txt");
        try {
            Process asked = new ProcessBuilder(
                            jcmd.toString(),
                            String.valueOf(process.pid()),
                            "Thread.dump_to_file",
                            "-overwrite",
                            dump.toString())
                    .redirectErrorStream(true)
                    .start();
            String said = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!Files.isRegularFile(dump)) {
                throw new IllegalStateException("no thread dump: " + said);
            }
            return Optional.of(Files.readString(dump));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public long pid() {
        return process.pid();
    }

    /** 0 where the system does not report it, as macOS. */
    public long residentKilobytes() {
        return ProcessMemory.RESIDENT.of(String.valueOf(process.pid())) / 1024;
    }

    @Override
    public void close() {
        process.close();
    }
}
