package com.rocketmat.training;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Comma-separated names of features. Commas in brackets belong to a question, which may itself contain any brackets. */
public final class FeatureList {

    /** After a comma: the end, another comma, or the beginning of a name. */
    private static final Pattern NEXT = Pattern.compile("\\s*($|,|[a-z]+\\.[a-z0-9_]+\\s*($|[,\\[]))");

    private FeatureList() {}

    public static List<String> of(List<String> lists) {
        return lists.stream().flatMap(list -> split(list).stream()).distinct().toList();
    }

    static List<String> split(String list) {
        List<String> names = new ArrayList<>();
        int start = 0;
        for (int comma = list.indexOf(','); comma >= 0; comma = list.indexOf(',', comma + 1)) {
            String name = list.substring(start, comma).strip();
            if (name.indexOf('[') < 0 || (name.endsWith("]") && isFollowed(list, comma + 1))) {
                names.add(name);
                start = comma + 1;
            }
        }
        names.add(list.substring(start).strip());
        return names.stream().filter(name -> !name.isEmpty()).toList();
    }

    private static boolean isFollowed(String list, int from) {
        return NEXT.matcher(list).region(from, list.length()).lookingAt();
    }
}
