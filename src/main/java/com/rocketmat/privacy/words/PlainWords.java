package com.rocketmat.privacy.words;

import com.rocketmat.decision.DecisionKind;
import com.rocketmat.decision.DecisionMode;
import com.rocketmat.score.LeftAlone;
import com.rocketmat.score.ScoreState;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

public final class PlainWords {

    private static final Pattern MEMBER = Pattern.compile("(?s)([a-z.]+)\\[(.*)]");

    private PlainWords() {}

    /**
     * What the records are, and what a candidate may do about them.
     *
     * @param scores how long scores that are not in Greenhouse are kept
     * @param decisions how long the decision log is kept
     */
    public static List<String> about(Duration scores, Duration decisions, Language language) {
        return language.sayAll("about", scores.toDays(), decisions.toDays());
    }

    public static String of(ScoreState state, Language language) {
        return language.say("state." + state);
    }

    /** A person had replaced the score when it was last read; that may have changed since. */
    public static String replaced(Instant at, Language language) {
        return language.say("state.WRITTEN.replaced", at.truncatedTo(ChronoUnit.SECONDS));
    }

    /** What to do about a score that is not in Greenhouse; empty for one that is. */
    public static Optional<String> remedy(ScoreState state, Language language) {
        return language.find("state." + state + ".remedy");
    }

    public static String of(LeftAlone reason, Language language) {
        return language.say("left-alone." + reason);
    }

    public static String remedy(LeftAlone reason, Language language) {
        return language.say("left-alone." + reason + ".remedy");
    }

    public static String of(Verdict verdict, Language language) {
        return language.say("verdict." + verdict);
    }

    /** A decision in words; {@code mode} is null if it is not about a score. */
    public static String of(DecisionKind kind, DecisionMode mode, Language language) {
        String key = "decision." + kind;
        return language.find(key + "." + mode).orElseGet(() -> language.say(key));
    }

    public static String notScored(Language language) {
        return language.say("state.none");
    }

    /** What a candidate may do about a score. */
    public static List<String> contest(Language language) {
        return language.sayAll("contest");
    }

    /** A feature in a candidate's words; the plain name of an unknown one, since a model may outlive a feature. */
    static String feature(String name, Language language) {
        Matcher member = MEMBER.matcher(name);
        return (member.matches()
                        ? language.find("feature." + member.group(1) + "[]", member.group(2))
                        : language.find("feature." + name))
                .orElse(name);
    }
}
