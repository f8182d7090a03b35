package com.rocketmat.feature;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The processes that a test starts, without those of other tests in this process. */
public final class OwnChildren {

    private final Set<ProcessHandle> before = present().collect(Collectors.toSet());

    public Stream<ProcessHandle> alive() {
        return present().filter(child -> !before.contains(child));
    }

    private static Stream<ProcessHandle> present() {
        return ProcessHandle.current().children().filter(ProcessHandle::isAlive);
    }
}
