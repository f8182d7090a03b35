package com.rocketmat.privacy.words;

import static java.util.Map.entry;

import com.rocketmat.decision.DecisionKind;
import com.rocketmat.decision.DecisionMode;
import com.rocketmat.score.LeftAlone;
import com.rocketmat.score.ScoreState;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What people are told of scores. */
public final class PlainWords {

    private static final List<Phrase> ABOUT = List.of(
            new Phrase(
                    "This is all that Rocketmat, which scores applications for the employer, stores about one candidate. Names, contact data and resumes are read in Greenhouse and not stored, except for the values listed under features, which are kept encrypted.",
                    "Isto é tudo o que o Rocketmat, que pontua candidaturas para o empregador, armazena sobre uma pessoa candidata. Nomes, dados de contato e currículos são lidos no Greenhouse e não são armazenados, exceto os valores listados em features, que são guardados criptografados.",
                    "Esto es todo lo que Rocketmat, que puntúa candidaturas para el empleador, almacena sobre una persona candidata. Los nombres, los datos de contacto y los currículums se leen en Greenhouse y no se almacenan, salvo los valores indicados en features, que se guardan cifrados."),
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

    private static final List<Phrase> CONTEST = List.of(
            new Phrase(
                    "A score is advice, and a person decides. A value that a person enters instead of a score stays, and is not overwritten.",
                    "A pontuação é uma recomendação, e quem decide é uma pessoa. Um valor que uma pessoa coloca no lugar da pontuação permanece e não é sobrescrito.",
                    "La puntuación es una recomendación, y quien decide es una persona. Un valor que una persona pone en lugar de la puntuación permanece y no se sobrescribe."),
            new Phrase(
                    "The candidate may ask the employer to have a person review the application, to be told these reasons, and to have wrong data corrected in Greenhouse. To have the application scored with the corrected data, the employer empties the score field there.",
                    "A pessoa candidata pode pedir ao empregador que uma pessoa revise a candidatura, que estes motivos sejam informados e que dados errados sejam corrigidos no Greenhouse. Para que a candidatura seja pontuada com os dados corrigidos, o empregador esvazia ali o campo da pontuação.",
                    "La persona candidata puede pedir al empleador que una persona revise la candidatura, que se le informen estos motivos y que se corrijan los datos erróneos en Greenhouse. Para que la candidatura se puntúe con los datos corregidos, el empleador vacía allí el campo de la puntuación."),
            new Phrase(
                    "The candidate may also ask not to be scored, to see all that is stored, and to have it erased.",
                    "A pessoa candidata também pode pedir para não ser pontuada, para ver tudo o que está armazenado e para que isso seja apagado.",
                    "La persona candidata también puede pedir que no se la puntúe, ver todo lo que está almacenado y que se borre."));

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

    private static final Map<ScoreState, Phrase> REMEDIES = Map.of(
            ScoreState.PENDING,
            new Phrase(
                    "Nothing needs to be done: it is sent by the next runs, as far as Greenhouse allows calls.",
                    "Não é preciso fazer nada: é enviada pelas próximas execuções, conforme o Greenhouse permite chamadas.",
                    "No hay que hacer nada: la envían las próximas ejecuciones, según las llamadas que Greenhouse permite."),
            ScoreState.DRY,
            new Phrase(
                    "To have scores sent, set mode=live in the tenant's secret.",
                    "Para enviar pontuações, defina mode=live no segredo do cliente.",
                    "Para enviar puntuaciones, defina mode=live en el secreto del cliente."),
            ScoreState.SHADOW,
            new Phrase(
                    "To have this version's scores sent, activate it.",
                    "Para enviar as pontuações desta versão, ative-a.",
                    "Para enviar las puntuaciones de esta versión, actívela."),
            ScoreState.GONE,
            new Phrase(
                    "If the application exists in Greenhouse, make the acting user (harvest_user_id) one who may see it.",
                    "Se a candidatura existe no Greenhouse, faça com que o usuário (harvest_user_id) possa vê-la.",
                    "Si la candidatura existe en Greenhouse, haga que el usuario (harvest_user_id) pueda verla."),
            ScoreState.REFUSED,
            new Phrase(
                    "Remove the cause that the reason names; it is tried again once a day.",
                    "Remova a causa que o motivo indica; tenta-se de novo uma vez por dia.",
                    "Elimine la causa que indica el motivo; se vuelve a intentar una vez al día."),
            ScoreState.SUPERSEDED,
            new Phrase(
                    "To have the application scored again, empty the field in Greenhouse; the next run fills it, if the application may be scored.",
                    "Para que a candidatura seja pontuada de novo, esvazie o campo no Greenhouse; a próxima execução o preenche, se a candidatura puder ser pontuada.",
                    "Para que la candidatura se puntúe de nuevo, vacíe el campo en Greenhouse; la próxima ejecución lo rellena, si la candidatura puede puntuarse."));

    private static final Map<Verdict, Phrase> VERDICTS = Map.of(
            Verdict.SCORED_NEXT,
            new Phrase(
                    "Nothing keeps the application from being scored: the next run that reads it scores it.",
                    "Nada impede que a candidatura seja pontuada: a próxima execução que a ler a pontuará.",
                    "Nada impide que la candidatura se puntúe: la próxima ejecución que la lea la puntuará."),
            Verdict.SCORED_AGAIN,
            new Phrase(
                    "The score is of an earlier model version, and is replaced by one of the active version.",
                    "A pontuação é de uma versão anterior do modelo, e será substituída por uma da versão ativa.",
                    "La puntuación es de una versión anterior del modelo, y se reemplazará por una de la versión activa."),
            Verdict.SCORED_IN_TRIAL,
            new Phrase(
                    "Nothing keeps the application from being scored in the trial run, which sends nothing to Greenhouse.",
                    "Nada impede que a candidatura seja pontuada no teste, que nada envia ao Greenhouse.",
                    "Nada impide que la candidatura se puntúe en la prueba, que no envía nada a Greenhouse."),
            Verdict.LEFT_ALONE,
            new Phrase(
                    "No new score is made for the application now.",
                    "Nenhuma pontuação nova é feita para a candidatura agora.",
                    "No se hace ninguna puntuación nueva para la candidatura ahora."),
            Verdict.NOT_SEEN,
            new Phrase(
                    "Greenhouse could not be asked, so that it is not known what it shows now.",
                    "O Greenhouse não pôde ser consultado, e não se sabe o que ele mostra agora.",
                    "No se pudo consultar Greenhouse, y no se sabe qué muestra ahora."));

    private static final Phrase NOT_SCORED = new Phrase(
            "No score is stored for the application.",
            "Não há pontuação armazenada para a candidatura.",
            "No hay ninguna puntuación almacenada para la candidatura.");

    private PlainWords() {}

    /** What the records are, and what a candidate may do about them. */
    public static List<String> about(Language language) {
        return ABOUT.stream().map(phrase -> phrase.in(language)).toList();
    }

    public static String of(ScoreState state, Language language) {
        return STATES.get(state).in(language);
    }

    /** What may be done about a score that is not in Greenhouse; empty for one that is. */
    public static Optional<String> remedy(ScoreState state, Language language) {
        return Optional.ofNullable(REMEDIES.get(state)).map(phrase -> phrase.in(language));
    }

    public static String of(LeftAlone why, Language language) {
        return LeftAloneWords.meaning(why).in(language);
    }

    public static String remedy(LeftAlone why, Language language) {
        return LeftAloneWords.remedy(why).in(language);
    }

    public static String of(Verdict verdict, Language language) {
        return VERDICTS.get(verdict).in(language);
    }

    /**
     * What was decided.
     *
     * @param mode null for decisions that are not about a score
     */
    public static String of(DecisionKind kind, DecisionMode mode, Language language) {
        return DecisionWords.of(kind, mode).in(language);
    }

    /** Of an application that was never scored. */
    public static String notScored(Language language) {
        return NOT_SCORED.in(language);
    }

    /** What a candidate may do about a score. */
    public static List<String> contest(Language language) {
        return CONTEST.stream().map(phrase -> phrase.in(language)).toList();
    }
}
