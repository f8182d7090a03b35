package com.rocketmat.score.write;

import com.rocketmat.score.Reason;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;

/** Formats reasons for the recruiter: {@code +12 candidate.experience_years, -4.5 job.open_days}. */
final class ReasonsText {

    /** Greenhouse limits a short text to fewer than 255 characters. */
    static final int LONGEST = 254;

    /** A shorter part of a name would say nothing. */
    private static final int SHORTEST_NAME = 10;

    /** Replaces outdated reasons: not every Greenhouse allows emptying a text. */
    private static final String NONE = "no single feature moved it";

    private static final String BETWEEN = ", ";
    private static final String CUT = "…";

    private ReasonsText() {}

    /**
     * In the given order; empty without reasons. If names are too long in total they are shortened, and if that is not enough,
     * the last reasons are dropped.
     */
    static String of(List<Reason> reasons) {
        String whole = text(reasons, LONGEST);
        if (whole.length() <= LONGEST) {
            return whole;
        }
        int weights = text(reasons, 0).length();
        int room = (LONGEST - weights) / reasons.size();
        return room < SHORTEST_NAME ? of(reasons.subList(0, reasons.size() - 1)) : text(reasons, room);
    }

    static String replacing(List<Reason> reasons) {
        return reasons.isEmpty() ? NONE : of(reasons);
    }

    private static String text(List<Reason> reasons, int longestName) {
        return reasons.stream()
                .map(reason -> signed(reason.weight()) + " " + name(reason.feature(), longestName))
                .collect(Collectors.joining(BETWEEN));
    }

    private static String signed(BigDecimal weight) {
        return (weight.signum() < 0 ? "" : "+") + weight.stripTrailingZeros().toPlainString();
    }

    /** The key of a custom field or the text of a question may contain anything, but must fit on one line. */
    private static String name(String feature, int longest) {
        String line = feature.replaceAll("\\s+", " ");
        if (line.length() <= longest) {
            return line;
        }
        int end = Math.max(0, longest - CUT.length());
        boolean halved = end > 0 && Character.isHighSurrogate(line.charAt(end - 1));
        return line.substring(0, halved ? end - 1 : end) + (longest > 0 ? CUT : "");
    }
}
