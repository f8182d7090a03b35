package com.rocketmat.training.fit;

import com.rocketmat.training.fit.report.Report;
import java.util.List;

public sealed interface FitOutcome {

    /** The rows are not good enough to learn from: all reasons, each a sentence with the numbers and the remedy. */
    record Refused(List<String> refusals) implements FitOutcome {
        public Refused {
            refusals = List.copyOf(refusals);
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Fitted(byte[] onnx, String manifest, Report report) implements FitOutcome {}

    /** There is no model, and not because of the rows. */
    record Failed(String reason) implements FitOutcome {}
}
