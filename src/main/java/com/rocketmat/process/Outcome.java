package com.rocketmat.process;

import java.util.List;

/** How a request to a child process ended. Without an answer, the process has ended too. */
public sealed interface Outcome {

    record Answered(List<byte[]> parts) implements Outcome {}

    /** It ended before it began to read the request, as idle processes do: the request may be sent to another one. */
    record NotTaken() implements Outcome {}

    record TimedOut(String step) implements Outcome {}

    /** It was killed at the memory limit. */
    record TooLarge(String step) implements Outcome {}

    /** {@code step} is the last one that it reported; empty if none. */
    record Crashed(String step, int status) implements Outcome {}
}
