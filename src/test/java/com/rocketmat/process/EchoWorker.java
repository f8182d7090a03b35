package com.rocketmat.process;

import java.io.DataOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A child process that does what the test requests, also what it should not. */
public final class EchoWorker implements ChildWorker.Work {

    public static final Program PROGRAM = new OwnProgram(EchoWorker.class, "echo", 64L << 20, List.of());

    private static final int MEGABYTES = 64;
    private static final int MORE_THAN_A_PIPE_HOLDS = 30;

    /** Keeps them from being collected. */
    private final List<byte[]> kept = new ArrayList<>();

    private EchoWorker() {}

    public static void main(String... arguments) throws IOException {
        ChildWorker.serve(new EchoWorker());
    }

    @Override
    public List<byte[]> answer(List<byte[]> request, Consumer<String> steps) throws IOException {
        steps.accept("first");
        switch (new String(request.getFirst(), StandardCharsets.UTF_8)) {
            case "two steps" -> {
                pause(Duration.ofMillis(2_500));
                steps.accept("second");
                pause(Duration.ofMillis(2_500));
            }
            case "hang" -> pause(Duration.ofHours(1));
            case "endless steps" -> {
                while (true) {
                    steps.accept("again");
                }
            }
            case "a step now and then" -> {
                while (true) {
                    pause(Duration.ofMillis(100));
                    steps.accept("again");
                }
            }
            case "millions of empty parts" -> {
                return Collections.nCopies(10_000_000, new byte[0]);
            }
            case "ready again" -> {
                new FileOutputStream(FileDescriptor.out).write('R');
                pause(Duration.ofHours(1));
            }
            case "endless answers" -> {
                try (var out = new DataOutputStream(new FileOutputStream(FileDescriptor.out))) {
                    while (true) {
                        Message.write(out, new Message.Answer(request));
                    }
                }
            }
            case "steps after the answer" -> {
                Message.write(
                        new DataOutputStream(new FileOutputStream(FileDescriptor.out)), new Message.Answer(request));
                for (int step = 0; step < MORE_THAN_A_PIPE_HOLDS; step++) {
                    steps.accept("x".repeat(60_000));
                }
                pause(Duration.ofHours(1));
            }
            case "no parts" -> {
                return List.of();
            }
            case "exit" -> Runtime.getRuntime().halt(7);
            // the status of a process that the kernel killed
            case "killed" -> Runtime.getRuntime().halt(137);
            case "throw" -> throw new IOException("the work failed");
            case "run out of heap" -> {
                for (int megabyte = 0; megabyte < MEGABYTES; megabyte++) {
                    kept.add(new byte[1 << 20]);
                }
            }
            case "print" -> System.out.println("what a library has to say");
            default -> steps.accept("second");
        }
        return request;
    }

    private static void pause(Duration time) {
        try {
            if (new CountDownLatch(1).await(time.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("woken up");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
