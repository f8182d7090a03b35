package com.rocketmat.console;

public final class Html {

    public static final String UTF_8 = "text/html;charset=UTF-8";

    private Html() {}
}
