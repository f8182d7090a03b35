package com.rocketmat.privacy.words;

import com.rocketmat.decision.DecisionKind;
import com.rocketmat.decision.DecisionMode;

/** What was decided, in words. */
final class DecisionWords {

    private DecisionWords() {}

    /** @param mode null for decisions that are not about a score */
    static Phrase of(DecisionKind kind, DecisionMode mode) {
        return switch (kind) {
            case SCORED -> scored(mode);
            case REFUSED ->
                new Phrase(
                        "The score could not be computed or sent.",
                        "A pontuação não pôde ser calculada ou enviada.",
                        "La puntuación no se pudo calcular o enviar.");
            case QUEUED ->
                new Phrase(
                        "The score of a trial run was taken over, to be sent to Greenhouse.",
                        "A pontuação de um teste foi aproveitada, para ser enviada ao Greenhouse.",
                        "Se aprovechó la puntuación de una prueba, para enviarla a Greenhouse.");
            case WRITTEN ->
                new Phrase(
                        "The score was sent to Greenhouse.",
                        "A pontuação foi enviada ao Greenhouse.",
                        "La puntuación fue enviada a Greenhouse.");
            case GONE ->
                new Phrase(
                        "Greenhouse did not show the application any more.",
                        "O Greenhouse não mostrava mais a candidatura.",
                        "Greenhouse ya no mostraba la candidatura.");
            case SUPERSEDED ->
                new Phrase(
                        "The score does not count any more: another value counts, or none is wanted.",
                        "A pontuação não vale mais: outro valor vale, ou nenhum é desejado.",
                        "La puntuación ya no cuenta: cuenta otro valor, o no se desea ninguno.");
            case WITHHELD ->
                new Phrase(
                        "The score was not sent, because the candidate is not to be scored.",
                        "A pontuação não foi enviada, porque a pessoa candidata não deve ser pontuada.",
                        "La puntuación no se envió, porque no se debe puntuar a la persona candidata.");
            case CLEARED ->
                new Phrase(
                        "The field in Greenhouse was emptied, because the candidate is not to be scored.",
                        "O campo no Greenhouse foi esvaziado, porque a pessoa candidata não deve ser pontuada.",
                        "El campo en Greenhouse se vació, porque no se debe puntuar a la persona candidata.");
            case OVERRIDDEN ->
                new Phrase(
                        "A person entered another value instead of the score.",
                        "Uma pessoa informou outro valor em vez da pontuação.",
                        "Una persona introdujo otro valor en vez de la puntuación.");
            case OBJECTED ->
                new Phrase(
                        "The candidate objected to being scored.",
                        "A pessoa candidata se opôs a ser pontuada.",
                        "La persona candidata se opuso a ser puntuada.");
            case OBJECTION_WITHDRAWN ->
                new Phrase(
                        "The candidate took the objection back.",
                        "A pessoa candidata retirou a oposição.",
                        "La persona candidata retiró la oposición.");
            case ERASED ->
                new Phrase("The records were erased.", "Os registros foram apagados.", "Los registros se borraron.");
        };
    }

    private static Phrase scored(DecisionMode mode) {
        return switch (mode) {
            case LIVE ->
                new Phrase(
                        "A score was computed, to be sent to Greenhouse.",
                        "Uma pontuação foi calculada, para ser enviada ao Greenhouse.",
                        "Se calculó una puntuación, para enviarla a Greenhouse.");
            case DRY_RUN ->
                new Phrase(
                        "A score was computed in a trial run.",
                        "Uma pontuação foi calculada em um teste.",
                        "Se calculó una puntuación en una prueba.");
            case SHADOW ->
                new Phrase(
                        "A score was computed to compare models.",
                        "Uma pontuação foi calculada para comparar modelos.",
                        "Se calculó una puntuación para comparar modelos.");
            case null ->
                new Phrase("A score was computed.", "Uma pontuação foi calculada.", "Se calculó una puntuación.");
        };
    }
}
