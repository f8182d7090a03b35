package com.rocketmat.training.fit;

import com.rocketmat.process.ChildWorker;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/** The process behind a {@link FitProcess}. Only on a JVM: the native image has no trainer. */
final class FitWorker implements ChildWorker.Work {

    private FitWorker() {}

    public static void main(String... arguments) throws IOException {
        ChildWorker.serve(new FitWorker());
    }

    @Override
    public List<byte[]> answer(List<byte[]> request, Consumer<String> steps) throws IOException {
        try {
            return FitMessages.answer(request, steps);
        } catch (LinkageError _) {
            return FitMessages.failed(
                    "Cannot load XGBoost's library: it needs libgomp1 on this machine, and space in the temporary directory");
        } catch (RuntimeException e) {
            // not the message, which may quote a value
            return FitMessages.failed("The training failed at " + place(e));
        }
    }

    private static String place(RuntimeException e) {
        StackTraceElement[] trace = e.getStackTrace();
        return e.getClass().getSimpleName() + (trace.length == 0 ? "" : " in " + trace[0]);
    }
}
