package com.rocketmat.training.fit;

import com.rocketmat.process.ChildWorker;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The process behind a {@link FitProcess}. Only on a JVM: the native image has no trainer. */
final class FitWorker implements ChildWorker.Work {

    private FitWorker() {}

    public static void main(String... arguments) throws IOException {
        ChildWorker.serve(new FitWorker());
    }

    @Override
    public List<byte[]> answer(List<byte[]> request, Consumer<String> steps) throws IOException {
        try {
            return FitMessages.answer(request, (phase, share) -> steps.accept(phase + " " + share));
        } catch (LinkageError e) {
            return FitMessages.failed(reason(e));
        } catch (RuntimeException e) {
            // only the place: a message may quote a value
            return FitMessages.failed("The training failed at " + place(e));
        }
    }

    /** The library is unpacked before it is loaded. */
    static String reason(LinkageError e) {
        boolean unpacked = Stream.<Throwable>iterate(e, Objects::nonNull, Throwable::getCause)
                .noneMatch(cause -> cause instanceof IOException && !(cause instanceof FileNotFoundException));
        return unpacked
                ? "XGBoost's library does not load: it needs libgomp1 on this machine"
                : "XGBoost's library cannot be unpacked: the temporary directory is full, or cannot be written to";
    }

    private static String place(RuntimeException e) {
        StackTraceElement[] trace = e.getStackTrace();
        return e.getClass().getSimpleName() + (trace.length == 0 ? "" : " in " + trace[0]);
    }
}
