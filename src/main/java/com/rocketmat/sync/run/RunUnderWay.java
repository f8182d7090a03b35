package com.rocketmat.sync.run;

/**
 * The progress of an open run.
 *
 * @param rescoring whether it gives scores of a new model to applications that carry an older one of ours
 * @param readWhole whether Greenhouse's list was read completely, so that nothing more will be found
 * @param error why it makes no progress, or null
 */
public record RunUnderWay(
        boolean sweep,
        boolean rescoring,
        boolean readWhole,
        int discovered,
        int written,
        int leftAlone,
        int failed,
        String error) {

    static RunUnderWay of(Run run) {
        return new RunUnderWay(
                run.windowFrom == null,
                run.kind == Run.Kind.RESCORING,
                run.readWhole,
                run.discovered,
                run.written,
                run.leftAlone,
                run.failed,
                run.error);
    }
}
