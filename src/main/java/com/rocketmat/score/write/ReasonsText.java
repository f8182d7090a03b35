package com.rocketmat.score.write;

import com.rocketmat.score.Reason;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;

/** Formats reasons for the recruiter: {@code +12 candidate.experience_years, -4.5 job.open_days}. */
final class ReasonsText {

    /** Greenhouse limits a short text to fewer than 255 characters. */
    static final int LONGEST = 254;

    /** Three of these fit, with their weights. */
    private static final int LONGEST_NAME = 70;

    /** Replaces outdated reasons: not every Greenhouse allows emptying a text. */
    private static final String NONE = "no single feature moved it";

    private static final String CUT = "…";

    private ReasonsText() {}

    /** In the given order; empty without reasons. */
    static String of(List<Reason> reasons) {
        String text = reasons.stream()
                .map(reason -> signed(reason.weight()) + " " + name(reason.feature()))
                .collect(Collectors.joining(", "));
        return cut(text, LONGEST);
    }

    static String replacing(List<Reason> reasons) {
        return reasons.isEmpty() ? NONE : of(reasons);
    }

    private static String signed(BigDecimal weight) {
        return (weight.signum() < 0 ? "" : "+") + weight.stripTrailingZeros().toPlainString();
    }

    /** The key of a custom field or the text of a question may contain anything, but must fit on one line. */
    private static String name(String feature) {
        return cut(feature.replaceAll("\\s+", " "), LONGEST_NAME);
    }

    private static String cut(String text, int longest) {
        if (text.length() <= longest) {
            return text;
        }
        int end = longest - CUT.length();
        boolean halved = Character.isHighSurrogate(text.charAt(end - 1));
        return text.substring(0, halved ? end - 1 : end) + CUT;
    }
}
