package com.rocketmat.sync.run;

/**
 * An open run.
 *
 * @param readWhole whether Greenhouse's list was read completely, so that nothing more will be found
 */
public record RunUnderWay(RunView view, boolean sweep, boolean readWhole) {

    static RunUnderWay of(Run run) {
        return new RunUnderWay(RunView.of(run), run.windowFrom == null, run.readWhole);
    }
}
