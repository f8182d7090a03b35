package com.rocketmat.sync.run;

/**
 * An open run.
 *
 * @param rescoring whether it replaces older scores of ours by those of a new model
 * @param readWhole whether Greenhouse's list was read completely, so that nothing more will be found
 */
public record RunUnderWay(RunView view, boolean sweep, boolean rescoring, boolean readWhole) {

    static RunUnderWay of(Run run) {
        return new RunUnderWay(RunView.of(run), run.windowFrom == null, run.kind == Run.Kind.RESCORING, run.readWhole);
    }
}
