package com.rocketmat.privacy.words;

import com.rocketmat.model.upload.ProtectedAttributes;
import com.rocketmat.privacy.words.Explanation.Effect;
import com.rocketmat.score.Reason;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Puts scores into words; the same score always gives the same words. */
@Singleton
public class Explanations {

    private static final Phrase SUMMARY = new Phrase(
            "The score is %s. It was computed by the model “%s”, version %s.",
            "A pontuação é %s. Foi calculada pelo modelo “%s”, versão %s.",
            "La puntuación es %s. La calculó el modelo «%s», versión %s.");
    private static final Phrase SUMMARY_WITHOUT_NAME = new Phrase(
            "The score is %s. It was computed by the model version %s.",
            "A pontuação é %s. Foi calculada pela versão de modelo %s.",
            "La puntuación es %s. La calculó la versión de modelo %s.");

    private static final Phrase RAISED = new Phrase(
            "%s: raised the score by %s; without it the score would be about %s.",
            "%s: aumentou a pontuação em %s; sem isso, a pontuação seria de cerca de %s.",
            "%s: aumentó la puntuación en %s; sin eso, la puntuación sería de unos %s.");
    private static final Phrase LOWERED = new Phrase(
            "%s: lowered the score by %s; without it the score would be about %s.",
            "%s: reduziu a pontuação em %s; sem isso, a pontuação seria de cerca de %s.",
            "%s: redujo la puntuación en %s; sin eso, la puntuación sería de unos %s.");

    private static final Phrase PROTECTED = new Phrase(
            "Warning: this property is marked as protected by “%s”. It must not decide about people; have the model reviewed before the score is relied on.",
            "Atenção: esta característica está marcada como protegida por “%s”. Ela não pode decidir sobre pessoas; o modelo deve ser revisado antes de se confiar na pontuação.",
            "Atención: esta característica está marcada como protegida por «%s». No debe decidir sobre personas; el modelo debe revisarse antes de confiar en la puntuación.");
    private static final Phrase PROXY = new Phrase(
            "Warning: this property may say something of protected attributes such as origin, age or gender. Have a person check that it is needed for the job.",
            "Atenção: esta característica pode revelar algo sobre atributos protegidos, como origem, idade ou gênero. Uma pessoa deve verificar se ela é necessária para a vaga.",
            "Atención: esta característica puede revelar algo sobre atributos protegidos, como origen, edad o género. Una persona debe comprobar si es necesaria para la vacante.");

    private static final List<Phrase> NOTES = List.of(
            new Phrase(
                    "“Without it” means: as for an application of which this is not known. The properties act together, so that the numbers need not add up to the score.",
                    "“Sem isso” significa: como em uma candidatura da qual isso não se sabe. As características atuam em conjunto, por isso os números não precisam somar a pontuação.",
                    "«Sin eso» significa: como en una candidatura de la que eso no se sabe. Las características actúan en conjunto, por lo que los números no tienen que sumar la puntuación."),
            new Phrase(
                    "At most the three properties that moved the score most are named.",
                    "São indicadas no máximo as três características que mais alteraram a pontuação.",
                    "Se indican como máximo las tres características que más cambiaron la puntuación."));
    private static final Phrase NO_REASONS = new Phrase(
            "For this score no reasons are stored: no property moved it, or computing the reasons took too long.",
            "Para esta pontuação não há motivos armazenados: nenhuma característica a alterou, ou o cálculo dos motivos demorou demais.",
            "Para esta puntuación no hay motivos almacenados: ninguna característica la cambió, o calcular los motivos tardó demasiado.");

    /** Long enough to tell a tenant's versions apart. */
    private static final int SHORT_VERSION = 12;

    private final ProtectedAttributes attributes;

    public Explanations(ProtectedAttributes attributes) {
        this.attributes = attributes;
    }

    /**
     * A score in words.
     *
     * @param model its name, if the version is still stored
     */
    public Explanation of(
            BigDecimal score, List<Reason> reasons, Optional<String> model, String version, Language language) {
        String digest = version.length() <= SHORT_VERSION ? version : version.substring(0, SHORT_VERSION);
        String value = number(score, language);
        return new Explanation(
                model.map(name -> SUMMARY.in(language, value, name, digest))
                        .orElseGet(() -> SUMMARY_WITHOUT_NAME.in(language, value, digest)),
                effects(score, reasons, 1, language),
                effects(score, reasons, -1, language),
                reasons.isEmpty()
                        ? List.of(NO_REASONS.in(language))
                        : NOTES.stream().map(note -> note.in(language)).toList());
    }

    /** The effects alone, the strongest first. */
    public List<String> sentences(BigDecimal score, List<Reason> reasons, Language language) {
        return score == null
                ? List.of()
                : strongestFirst(reasons).stream()
                        .map(reason -> effect(score, reason, language).sentence())
                        .toList();
    }

    private List<Effect> effects(BigDecimal score, List<Reason> reasons, int sign, Language language) {
        return strongestFirst(reasons).stream()
                .filter(reason -> reason.weight().signum() == sign)
                .map(reason -> effect(score, reason, language))
                .toList();
    }

    /** Equal weights stay in the manifest's order. */
    private static List<Reason> strongestFirst(List<Reason> reasons) {
        return reasons.stream()
                .sorted(Comparator.comparing((Reason reason) -> reason.weight().abs())
                        .reversed())
                .toList();
    }

    private Effect effect(BigDecimal score, Reason reason, Language language) {
        String name = FeatureWords.of(reason.feature(), language);
        BigDecimal without = score.subtract(reason.weight());
        Optional<String> warning = warning(reason.feature(), language);
        String sentence = (reason.weight().signum() < 0 ? LOWERED : RAISED)
                .in(language, name, number(reason.weight().abs(), language), number(without, language));
        return new Effect(
                reason.feature(),
                name,
                reason.weight(),
                without,
                warning.map(words -> sentence + " " + words).orElse(sentence),
                warning.orElse(null));
    }

    /** The warning that a feature is not shown without, if it is protected or may say as much. */
    public Optional<String> warning(String feature, Language language) {
        return attributes
                .in(feature)
                .map(term -> PROTECTED.in(language, term.replace("*", "")))
                .or(() -> attributes.proxy(feature).map(_ -> PROXY.in(language)));
    }

    /** By hand: the native image has no number formats but English ones. */
    private static String number(BigDecimal number, Language language) {
        String plain = number.stripTrailingZeros().toPlainString();
        return language == Language.ENGLISH ? plain : plain.replace('.', ',');
    }
}
