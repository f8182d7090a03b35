package com.rocketmat.process;

import java.nio.file.Path;
import java.util.List;

/** The program that a {@link ChildProcess} runs. */
public interface Program {

    /**
     * The command line.
     *
     * @param temporary its working directory, and the only one that it may write to
     */
    List<String> command(Path temporary);
}
