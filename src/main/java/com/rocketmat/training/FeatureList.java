package com.rocketmat.training;

import java.util.ArrayList;
import java.util.List;

/** Comma-separated names of features; commas in brackets belong to a question. */
public final class FeatureList {

    private FeatureList() {}

    public static List<String> of(List<String> lists) {
        return lists.stream().flatMap(list -> split(list).stream()).distinct().toList();
    }

    static List<String> split(String list) {
        List<String> names = new ArrayList<>();
        int depth = 0;
        int start = 0;
        for (int at = 0; at < list.length(); at++) {
            switch (list.charAt(at)) {
                case '[' -> depth++;
                case ']' -> depth--;
                case ',' -> {
                    if (depth <= 0) {
                        names.add(list.substring(start, at));
                        start = at + 1;
                    }
                }
                default -> {
                    // part of a name
                }
            }
        }
        names.add(list.substring(start));
        return names.stream().map(String::strip).filter(name -> !name.isEmpty()).toList();
    }
}
