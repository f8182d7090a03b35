package com.rocketmat.problem;

import java.util.regex.Pattern;

/** The path of a call as logs, traces and the audit log may show it. */
public final class CallPath {

    private static final Pattern OF_A_PERSON = Pattern.compile("/(candidates|applications)/[^/?{]+");

    private static final Pattern ANY_ID = Pattern.compile("/\\d+(?=/|$)");

    private CallPath() {}

    /** Replaces the ids of candidates and applications. */
    public static String withoutPeople(String path) {
        return OF_A_PERSON.matcher(path).replaceAll("/$1/*");
    }

    /** Replaces all ids: in an unknown address, any may be a person's. */
    public static String withoutIds(String path) {
        return ANY_ID.matcher(withoutPeople(path)).replaceAll("/*");
    }
}
