package com.rocketmat.process;

import java.nio.file.Path;
import java.util.List;

/** The program that a {@link ChildProcess} runs. */
public interface Program {

    /** The process works in {@code temporary}, and may write nowhere else. */
    List<String> command(Path temporary);
}
