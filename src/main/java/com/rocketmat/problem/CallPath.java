package com.rocketmat.problem;

import java.util.regex.Pattern;

/** The path of a call as logs, traces and the audit log may have it. */
public final class CallPath {

    private static final Pattern OF_A_PERSON = Pattern.compile("/(candidates|applications)/[^/?{]+");

    private CallPath() {}

    /** Without ids of people: what names one candidate or application is named by what it is. */
    public static String withoutPeople(String path) {
        return OF_A_PERSON.matcher(path).replaceAll("/$1/*");
    }
}
