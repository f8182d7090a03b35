package com.rocketmat.score.write;

import com.rocketmat.score.Reason;
import java.util.List;
import java.util.stream.Collectors;

/** Formats reasons for the recruiter: {@code +12 candidate.experience_years, -4.5 job.open_days}. */
final class ReasonsText {

    /** Greenhouse limits a short text to fewer than 255 characters. */
    static final int LONGEST = 254;

    /** Replaces outdated reasons: not every Greenhouse allows emptying a text. */
    private static final String NONE = "no single feature moved it";

    private static final String CUT = "…";

    private ReasonsText() {}

    /** In the given order; empty without reasons. The last ones are left out if all are too long, and a single one is cut. */
    static String of(List<Reason> reasons) {
        String text = reasons.stream().map(ReasonsText::text).collect(Collectors.joining(", "));
        if (text.length() <= LONGEST) {
            return text;
        }
        return reasons.size() > 1 ? of(reasons.subList(0, reasons.size() - 1)) : cut(text);
    }

    static String replacing(List<Reason> reasons) {
        return reasons.isEmpty() ? NONE : of(reasons);
    }

    /** The key of a custom field or the text of a question may contain anything, but must fit on one line. */
    private static String text(Reason reason) {
        String weight = reason.weight().stripTrailingZeros().toPlainString();
        return (reason.weight().signum() < 0 ? "" : "+") + weight + " "
                + reason.feature().replaceAll("\\s+", " ");
    }

    private static String cut(String text) {
        int end = LONGEST - CUT.length();
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + CUT;
    }
}
