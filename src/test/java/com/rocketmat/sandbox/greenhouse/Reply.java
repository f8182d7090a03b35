package com.rocketmat.sandbox.greenhouse;

/** What a connection gets for a request. */
sealed interface Reply permits Response, Reply.Closed, Reply.Truncated {

    /** The connection is closed without an answer. */
    record Closed() implements Reply {}

    /** The connection is closed in the middle of the body. */
    record Truncated(Response response) implements Reply {}
}
