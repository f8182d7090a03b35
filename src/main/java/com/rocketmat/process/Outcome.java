package com.rocketmat.process;

import java.util.List;

/** Outcome of a request to a child process. Unless it is an answer, the process has ended. */
public sealed interface Outcome {

    record Answered(List<byte[]> parts) implements Outcome {}

    /** It ended before it took the request, as one does that had nothing to do for long: another one may be asked. */
    record NotTaken() implements Outcome {}

    /** It was killed because the limit of time was reached. */
    record TimedOut(String step) implements Outcome {}

    /** It was killed because the limit of memory was reached. */
    record TooLarge(String step) implements Outcome {}

    /**
     * It ended over the request.
     *
     * @param step the one that it named last; empty when it named none
     */
    record Crashed(String step, int status) implements Outcome {}
}
