package com.rocketmat.process;

import java.util.List;
import java.util.Set;

/** How a request to a child process ended. Without an answer, the process has ended too. */
public sealed interface Outcome {

    record Answered(List<byte[]> parts) implements Outcome {}

    /** It ended before it began to read the request, as idle processes do: the request may be sent to another one. */
    record NotTaken() implements Outcome {}

    record TimedOut(String step) implements Outcome {}

    /** It was killed at the memory limit. */
    record TooLarge(String step) implements Outcome {}

    /** {@code step} is the last one that it reported; empty if none. */
    record Crashed(String step, int status) implements Outcome {

        private static final Set<Integer> STOP_SIGNALS = Set.of(128 + 2, 128 + 15);

        /** By a signal that may be meant for the service, whose processes get it too, as from systemd or a terminal. */
        public boolean stopped() {
            return STOP_SIGNALS.contains(status);
        }
    }
}
