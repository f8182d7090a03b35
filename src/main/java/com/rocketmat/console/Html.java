package com.rocketmat.console;

/** What pages are. */
final class Html {

    static final String UTF_8 = "text/html;charset=UTF-8";

    private Html() {}
}
