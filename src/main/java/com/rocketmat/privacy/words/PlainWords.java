package com.rocketmat.privacy.words;

import static java.util.Map.entry;

import com.rocketmat.score.Reason;
import com.rocketmat.score.ScoreState;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** What a candidate is told of scores. */
public final class PlainWords {

    private static final List<Phrase> ABOUT = List.of(
            new Phrase(
                    "This is all that Rocketmat, which scores applications for the employer, stores about one candidate. Names, contact data and resumes are read in Greenhouse and not stored.",
                    "Isto é tudo o que o Rocketmat, que pontua candidaturas para o empregador, armazena sobre uma pessoa candidata. Nomes, dados de contato e currículos são lidos no Greenhouse e não são armazenados.",
                    "Esto es todo lo que Rocketmat, que puntúa candidaturas para el empleador, almacena sobre una persona candidata. Los nombres, los datos de contacto y los currículums se leen en Greenhouse y no se almacenan."),
            new Phrase(
                    "A statistical model made for the employer computes a score from the application. Up to three properties that changed the score most are named with each score. A score is advice: Rocketmat rejects and advances no one.",
                    "Um modelo estatístico feito para o empregador calcula a pontuação a partir da candidatura. Até três características que mais alteraram a pontuação são indicadas com cada pontuação. A pontuação é uma recomendação: o Rocketmat não rejeita nem promove ninguém.",
                    "Un modelo estadístico hecho para el empleador calcula la puntuación a partir de la candidatura. Con cada puntuación se indican hasta tres características que más la cambiaron. La puntuación es una recomendación: Rocketmat no rechaza ni hace avanzar a nadie."),
            new Phrase(
                    "Scores are sent to the employer's Greenhouse and to no one else.",
                    "As pontuações são enviadas ao Greenhouse do empregador e a mais ninguém.",
                    "Las puntuaciones se envían al Greenhouse del empleador y a nadie más."),
            new Phrase(
                    "The candidate may ask the employer not to be scored, and to have these records erased.",
                    "A pessoa candidata pode pedir ao empregador para não ser pontuada e para que estes registros sejam apagados.",
                    "La persona candidata puede pedir al empleador que no se la puntúe y que se borren estos registros."));

    private static final Phrase RAISED = new Phrase(
            "%s: raised the score by %s", "%s: aumentou a pontuação em %s", "%s: aumentó la puntuación en %s");
    private static final Phrase LOWERED = new Phrase(
            "%s: lowered the score by %s", "%s: reduziu a pontuação em %s", "%s: redujo la puntuación en %s");

    private static final Map<ScoreState, Phrase> STATES = Map.ofEntries(
            entry(
                    ScoreState.PENDING,
                    new Phrase(
                            "The score waits to be sent to Greenhouse.",
                            "A pontuação aguarda o envio ao Greenhouse.",
                            "La puntuación espera ser enviada a Greenhouse.")),
            entry(
                    ScoreState.WRITTEN,
                    new Phrase(
                            "The score was sent to Greenhouse.",
                            "A pontuação foi enviada ao Greenhouse.",
                            "La puntuación fue enviada a Greenhouse.")),
            entry(
                    ScoreState.DRY,
                    new Phrase(
                            "The score was computed in a trial run and not sent.",
                            "A pontuação foi calculada em um teste e não foi enviada.",
                            "La puntuación se calculó en una prueba y no se envió.")),
            entry(
                    ScoreState.SHADOW,
                    new Phrase(
                            "The score was computed to compare models and not sent.",
                            "A pontuação foi calculada para comparar modelos e não foi enviada.",
                            "La puntuación se calculó para comparar modelos y no se envió.")),
            entry(
                    ScoreState.GONE,
                    new Phrase(
                            "The application was not there any more, and the score was not sent.",
                            "A candidatura não existia mais, e a pontuação não foi enviada.",
                            "La candidatura ya no existía y la puntuación no se envió.")),
            entry(
                    ScoreState.REFUSED,
                    new Phrase(
                            "The score could not be computed or sent.",
                            "A pontuação não pôde ser calculada ou enviada.",
                            "La puntuación no se pudo calcular o enviar.")),
            entry(
                    ScoreState.SUPERSEDED,
                    new Phrase(
                            "The score does not count: it was not sent, or was replaced or taken out since.",
                            "A pontuação não vale: não foi enviada, ou foi substituída ou retirada depois.",
                            "La puntuación no cuenta: no se envió, o después fue reemplazada o retirada.")));

    private PlainWords() {}

    /** What the records are, and what a candidate may do about them. */
    public static List<String> about(Language language) {
        return ABOUT.stream().map(phrase -> phrase.in(language)).toList();
    }

    public static String of(ScoreState state, Language language) {
        return STATES.get(state).in(language);
    }

    public static String of(Reason reason, Language language) {
        Phrase effect = reason.weight().signum() < 0 ? LOWERED : RAISED;
        return effect.in(
                language,
                FeatureWords.of(reason.feature(), language),
                number(reason.weight().abs(), language));
    }

    /** By hand: the native image has no number formats but English ones. */
    private static String number(BigDecimal number, Language language) {
        String plain = number.stripTrailingZeros().toPlainString();
        return language == Language.ENGLISH ? plain : plain.replace('.', ',');
    }
}
