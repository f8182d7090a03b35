package com.rocketmat.process;

import java.nio.file.Path;
import java.util.List;

/** What a {@link ChildProcess} runs. */
public interface Program {

    /**
     * The command that starts it.
     *
     * @param temporary the directory that it may write into, and starts in
     */
    List<String> command(Path temporary);
}
