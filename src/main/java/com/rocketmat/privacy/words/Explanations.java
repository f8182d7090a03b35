package com.rocketmat.privacy.words;

import com.rocketmat.model.upload.ProtectedAttributes;
import com.rocketmat.privacy.words.Explanation.Effect;
import com.rocketmat.score.Reason;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Puts scores into words, deterministically. */
@Singleton
public class Explanations {

    /** Digits of a version's digest that distinguish a tenant's versions. */
    private static final int SHORT_VERSION = 12;

    private final ProtectedAttributes attributes;

    public Explanations(ProtectedAttributes attributes) {
        this.attributes = attributes;
    }

    /** A score in words; {@code model} is its name, if the version is still stored. */
    public Explanation of(
            BigDecimal score, List<Reason> reasons, Optional<String> model, String version, Language language) {
        String digest = version.substring(0, SHORT_VERSION);
        String value = number(score, language);
        List<Effect> effects = effects(score, reasons, language);
        return new Explanation(
                model.map(name -> language.say("summary", value, name, digest))
                        .orElseGet(() -> language.say("summary.without-name", value, digest)),
                effects.stream().filter(effect -> effect.weight().signum() > 0).toList(),
                effects.stream().filter(effect -> effect.weight().signum() < 0).toList(),
                reasons.isEmpty() ? List.of(language.say("notes.none")) : language.sayAll("notes"));
    }

    /**
     * The effects alone, strongest first; equal weights stay in the manifest's order. A score that could not be computed is null and has no
     * reasons.
     */
    public List<Effect> effects(BigDecimal score, List<Reason> reasons, Language language) {
        return reasons.stream()
                .sorted(Comparator.comparing((Reason reason) -> reason.weight().abs())
                        .reversed())
                .map(reason -> effect(score, reason, language))
                .toList();
    }

    private Effect effect(BigDecimal score, Reason reason, Language language) {
        String name = PlainWords.feature(reason.feature(), language);
        // weights come from unrounded scores, with other decimals; rounding a half up might leave the scale
        BigDecimal without =
                score.subtract(reason.weight()).setScale(Math.max(0, score.scale()), RoundingMode.HALF_DOWN);
        Optional<String> warning = warning(reason.feature(), language);
        String sentence = language.say(
                reason.weight().signum() < 0 ? "effect.lowered" : "effect.raised",
                name,
                number(reason.weight().abs(), language),
                number(without, language));
        return new Effect(
                reason.feature(),
                name,
                reason.weight(),
                without,
                warning.map(text -> sentence + " " + text).orElse(sentence),
                warning.orElse(null));
    }

    /** The warning to show with a protected feature or a proxy for one. */
    public Optional<String> warning(String feature, Language language) {
        return attributes
                .in(feature)
                .map(term -> language.say("warning.protected", term.replace("*", "")))
                .or(() -> attributes.proxy(feature).map(_ -> language.say("warning.proxy")));
    }

    /** Without NumberFormat, because the native image has English formats only. */
    private static String number(BigDecimal number, Language language) {
        String plain = number.stripTrailingZeros().toPlainString();
        return language == Language.ENGLISH ? plain : plain.replace('.', ',');
    }
}
