package com.rocketmat.feature.resume;

import com.rocketmat.feature.resume.Reading.Verdict;
import com.rocketmat.process.ChildWorker;
import java.io.IOException;

/** The process that reads files for a {@link ResumeReader}. */
public final class ResumeWorker {

    /** Argument that makes the service's binary run this instead. */
    public static final String ARGUMENT = "read-resumes";

    private ResumeWorker() {}

    public static void main(String... arguments) throws IOException {
        ChildWorker.serve((request, _) -> reading(request.getFirst()).toParts());
    }

    private static Reading reading(byte[] file) {
        try {
            return ResumeText.of(file);
        } catch (LinkageError e) {
            return Reading.without(Verdict.NO_LIBRARY);
        } catch (IOException | RuntimeException e) {
            // not for a stack overflow, which may leave a class unusable for the next files
            return Reading.without(Verdict.UNREADABLE);
        }
    }
}
