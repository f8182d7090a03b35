package com.rocketmat.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The child processes of the programs that a test watches, without other children of this process. */
public final class OwnChildren {

    private final Set<Path> directories = ConcurrentHashMap.newKeySet();

    public Program watching(Program program) {
        return temporary -> {
            try {
                directories.add(temporary.toRealPath());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return program.command(temporary);
        };
    }

    public Stream<ProcessHandle> alive() {
        return ProcessHandle.current().children().filter(child -> child.isAlive() && isOurs(child));
    }

    /** Recognised by its working directory. */
    private boolean isOurs(ProcessHandle child) {
        try {
            Path directory = Files.readSymbolicLink(Path.of("/proc", String.valueOf(child.pid()), "cwd"));
            return directories.contains(Path.of(directory.toString().replaceFirst(" \\(deleted\\)$", "")));
        } catch (IOException e) {
            // it has ended
            return false;
        }
    }

    /** The directories of processes that are not deleted. */
    public Stream<Path> directories() {
        return directories.stream().filter(Files::exists);
    }
}
