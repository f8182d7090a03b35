package com.rocketmat.training.fit;

import com.rocketmat.training.fit.report.Report;
import java.util.List;

public sealed interface FitOutcome {

    /** The rows do not allow a model; each refusal is a sentence with the numbers and the remedy. */
    record Refused(List<String> refusals) implements FitOutcome {
        public Refused {
            refusals = List.copyOf(refusals);
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Fitted(byte[] onnx, String manifest, Report report) implements FitOutcome {}

    /** The fit failed for a reason other than its rows. */
    record Failed(String reason) implements FitOutcome {}
}
