package com.rocketmat.score.write;

import com.rocketmat.score.Reason;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Formats reasons for the recruiter: {@code +12 candidate.experience_years, -4.5 job.open_days}. A change of the form has to leave the former
 * one recognisable: texts in it stay in Greenhouse.
 */
final class ReasonsText {

    /** Greenhouse limits a short text to fewer than 255 characters. */
    static final int LONGEST = 254;

    /** Replaces outdated reasons: not every Greenhouse allows emptying a text. */
    private static final String NONE = "no single feature moved it";

    private static final String CUT = "…";

    private static final String REASON =
            "[+-]\\d+(?:\\.\\d+)? (?:application|candidate|job|match|resume)\\.[a-z_]+(?:\\[.*\\])?";

    /** At most three, as scores have: more would make it slow. What is in brackets may contain anything, also what looks like its end. */
    private static final Pattern REASONS = Pattern.compile("%1$s(?:, %1$s){0,2}".formatted(REASON), Pattern.UNIX_LINES);

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

    /**
     * Whether we wrote it, for this score or another: a text with this form, which no person types. One that a person has added to is theirs,
     * unless it still has the form.
     */
    static boolean isOurs(String text) {
        return text.equals(NONE)
                || (text.length() <= LONGEST && (hasForm(text) || (isCut(text) && hasForm(text + "]"))));
    }

    private static boolean hasForm(String text) {
        return REASONS.matcher(text).matches();
    }

    /** What is in brackets alone can be that long. */
    private static boolean isCut(String text) {
        return text.length() >= LONGEST - 1 && text.endsWith(CUT);
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
