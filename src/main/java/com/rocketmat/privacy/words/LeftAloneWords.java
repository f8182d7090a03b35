package com.rocketmat.privacy.words;

import com.rocketmat.score.LeftAlone;

/** Why an application gets no new score, and what can be done. */
final class LeftAloneWords {

    private static final Phrase NOTHING =
            new Phrase("Nothing needs to be done.", "Não é preciso fazer nada.", "No hay que hacer nada.");

    private LeftAloneWords() {}

    static Phrase meaning(LeftAlone why) {
        return switch (why) {
            case ALL_PAUSED ->
                new Phrase(
                        "Scoring is paused for all tenants.",
                        "A pontuação está pausada para todos os clientes.",
                        "La puntuación está en pausa para todos los clientes.");
            case TENANT_PAUSED ->
                new Phrase(
                        "Scoring is paused for this tenant.",
                        "A pontuação está pausada para este cliente.",
                        "La puntuación está en pausa para este cliente.");
            case TENANT_INVALID ->
                new Phrase(
                        "The tenant's secret in Vault is invalid, so that nothing is scored.",
                        "O segredo do cliente no Vault é inválido, e nada é pontuado.",
                        "El secreto del cliente en Vault no es válido, y no se puntúa nada.");
            case TENANT_STOPPED ->
                new Phrase(
                        "The tenant's secret was removed from Vault, so that nothing is scored.",
                        "O segredo do cliente foi removido do Vault, e nada é pontuado.",
                        "El secreto del cliente se eliminó de Vault, y no se puntúa nada.");
            case TENANT_BLOCKED ->
                new Phrase(
                        "The tenant is blocked: Greenhouse or the model refuses, so that nothing is scored.",
                        "O cliente está bloqueado: o Greenhouse ou o modelo recusa, e nada é pontuado.",
                        "El cliente está bloqueado: Greenhouse o el modelo lo rechaza, y no se puntúa nada.");
            case NO_MODEL ->
                new Phrase(
                        "The tenant has no active model, so that nothing is scored.",
                        "O cliente não tem modelo ativo, e nada é pontuado.",
                        "El cliente no tiene un modelo activo, y no se puntúa nada.");
            case MODEL_QUARANTINED ->
                new Phrase(
                        "The tenant's model is quarantined, since it took too long or too much memory, so that nothing is scored.",
                        "O modelo do cliente está em quarentena, pois demorou demais ou usou memória demais, e nada é pontuado.",
                        "El modelo del cliente está en cuarentena, porque tardó demasiado o usó demasiada memoria, y no se puntúa nada.");
            case BUDGET_USED_UP ->
                new Phrase(
                        "The calls that Greenhouse allows for now are used up.",
                        "As chamadas que o Greenhouse permite por ora estão esgotadas.",
                        "Las llamadas que Greenhouse permite por ahora están agotadas.");
            case GREENHOUSE_AWAY ->
                new Phrase(
                        "Greenhouse does not answer at the moment.",
                        "O Greenhouse não responde no momento.",
                        "Greenhouse no responde en este momento.");
            case GREENHOUSE_REFUSES ->
                new Phrase(
                        "Greenhouse refuses the tenant's credential, its user or one of its rights.",
                        "O Greenhouse recusa a credencial do cliente, o usuário dela ou uma de suas permissões.",
                        "Greenhouse rechaza la credencial del cliente, su usuario o uno de sus permisos.");
            case ABSENT ->
                new Phrase(
                        "Greenhouse does not show the application: it was deleted or merged, or the acting user may not see it.",
                        "O Greenhouse não mostra a candidatura: foi excluída ou mesclada, ou o usuário não pode vê-la.",
                        "Greenhouse no muestra la candidatura: se eliminó o se fusionó, o el usuario no puede verla.");
            case NOT_IN_PROCESS ->
                new Phrase(
                        "The application is not in process any more: it was rejected, hired or converted.",
                        "A candidatura não está mais em andamento: foi rejeitada, contratada ou convertida.",
                        "La candidatura ya no está en proceso: fue rechazada, contratada o convertida.");
            case PROSPECT ->
                new Phrase(
                        "It is a prospect, and only applications for a job are scored.",
                        "É um prospect, e só são pontuadas candidaturas a uma vaga.",
                        "Es un prospecto, y solo se puntúan candidaturas a una vacante.");
            case WITHOUT_JOB ->
                new Phrase(
                        "The application belongs to no job.",
                        "A candidatura não pertence a nenhuma vaga.",
                        "La candidatura no pertenece a ninguna vacante.");
            case OTHER_JOB ->
                new Phrase(
                        "The job is not one of those that the tenant has scored.",
                        "A vaga não é uma das que o cliente manda pontuar.",
                        "La vacante no es una de las que el cliente hace puntuar.");
            case TOO_OLD ->
                new Phrase(
                        "The application was created before the day from which the tenant has applications scored.",
                        "A candidatura foi criada antes do dia a partir do qual o cliente manda pontuar.",
                        "La candidatura se creó antes del día a partir del cual el cliente hace puntuar.");
            case HAS_VALUE ->
                new Phrase(
                        "The score field has a value that is not ours: it is not overwritten.",
                        "O campo da pontuação tem um valor que não é nosso: ele não é sobrescrito.",
                        "El campo de la puntuación tiene un valor que no es nuestro: no se sobrescribe.");
            case HAS_SCORE ->
                new Phrase(
                        "The score field has a score of ours.",
                        "O campo da pontuação tem uma pontuação nossa.",
                        "El campo de la puntuación tiene una puntuación nuestra.");
            case OPTED_OUT ->
                new Phrase(
                        "A field in Greenhouse says that the candidate does not want to be scored.",
                        "Um campo no Greenhouse diz que a pessoa candidata não quer ser pontuada.",
                        "Un campo en Greenhouse dice que la persona candidata no quiere ser puntuada.");
            case OBJECTS ->
                new Phrase(
                        "The candidate objects to being scored.",
                        "A pessoa candidata se opõe a ser pontuada.",
                        "La persona candidata se opone a ser puntuada.");
            case ERASED ->
                new Phrase(
                        "The candidate's records were erased, and the candidate is not scored again.",
                        "Os registros da pessoa candidata foram apagados, e ela não é mais pontuada.",
                        "Los registros de la persona candidata se borraron, y no se la vuelve a puntuar.");
            case WAITS ->
                new Phrase(
                        "A score waits to be sent to Greenhouse.",
                        "Uma pontuação aguarda o envio ao Greenhouse.",
                        "Una puntuación espera ser enviada a Greenhouse.");
            case SCORED_DRY ->
                new Phrase(
                        "The application was scored in a trial run, which sends nothing.",
                        "A candidatura foi pontuada em um teste, que nada envia.",
                        "La candidatura se puntuó en una prueba, que no envía nada.");
            case REFUSED_LATELY ->
                new Phrase(
                        "The model or Greenhouse refused the score within the last day.",
                        "O modelo ou o Greenhouse recusou a pontuação no último dia.",
                        "El modelo o Greenhouse rechazó la puntuación en el último día.");
            case WRITTEN_LATELY ->
                new Phrase(
                        "The score was sent within the last minutes, and Greenhouse may not show it yet.",
                        "A pontuação foi enviada nos últimos minutos, e o Greenhouse talvez ainda não a mostre.",
                        "La puntuación se envió en los últimos minutos, y es posible que Greenhouse aún no la muestre.");
            case JOB_NOT_SHOWN ->
                new Phrase(
                        "Greenhouse does not show the job: it is confidential, or not open.",
                        "O Greenhouse não mostra a vaga: ela é confidencial ou não está aberta.",
                        "Greenhouse no muestra la vacante: es confidencial o no está abierta.");
            case JOB_NOT_OPEN ->
                new Phrase("The job is not open.", "A vaga não está aberta.", "La vacante no está abierta.");
            case CANDIDATE_NOT_SHOWN ->
                new Phrase(
                        "Greenhouse does not show the candidate: the profile is private, or was deleted.",
                        "O Greenhouse não mostra a pessoa candidata: o perfil é privado ou foi excluído.",
                        "Greenhouse no muestra a la persona candidata: el perfil es privado o se eliminó.");
            case ANONYMISED ->
                new Phrase(
                        "The candidate was anonymised in Greenhouse.",
                        "A pessoa candidata foi anonimizada no Greenhouse.",
                        "La persona candidata fue anonimizada en Greenhouse.");
        };
    }

    static Phrase remedy(LeftAlone why) {
        return switch (why) {
            case ALL_PAUSED ->
                new Phrase(
                        "Resume all tenants (POST /api/resume).",
                        "Retome todos os clientes (POST /api/resume).",
                        "Reanude todos los clientes (POST /api/resume).");
            case TENANT_PAUSED ->
                new Phrase(
                        "Resume the tenant, or take mode=paused out of its secret.",
                        "Retome o cliente, ou retire mode=paused do segredo dele.",
                        "Reanude el cliente, o quite mode=paused de su secreto.");
            case TENANT_INVALID, TENANT_STOPPED ->
                new Phrase(
                        "Correct the tenant's secret in Vault; the tenant's page says what is wrong.",
                        "Corrija o segredo do cliente no Vault; a página do cliente diz o que está errado.",
                        "Corrija el secreto del cliente en Vault; la página del cliente dice qué está mal.");
            case TENANT_BLOCKED, GREENHOUSE_REFUSES ->
                new Phrase(
                        "Run the doctor: it names what is to be changed in Greenhouse, in the secret or in the model.",
                        "Execute o doctor: ele indica o que deve ser mudado no Greenhouse, no segredo ou no modelo.",
                        "Ejecute el doctor: indica qué debe cambiarse en Greenhouse, en el secreto o en el modelo.");
            case NO_MODEL ->
                new Phrase(
                        "Upload a model and activate it.", "Envie um modelo e ative-o.", "Suba un modelo y actívelo.");
            case MODEL_QUARANTINED ->
                new Phrase(
                        "Activate another version, or upload a smaller one; this one is tried again once it is activated.",
                        "Ative outra versão, ou envie uma menor; esta é tentada de novo quando for ativada.",
                        "Active otra versión, o suba una más pequeña; esta se vuelve a probar cuando se active.");
            case BUDGET_USED_UP ->
                new Phrase(
                        "Nothing needs to be done: work goes on with the next rate window, within seconds to minutes.",
                        "Não é preciso fazer nada: o trabalho continua na próxima janela, em segundos ou minutos.",
                        "No hay que hacer nada: el trabajo continúa en la próxima ventana, en segundos o minutos.");
            case GREENHOUSE_AWAY ->
                new Phrase(
                        "Nothing needs to be done: the next attempt is automatic. If it persists, see status.greenhouse.io.",
                        "Não é preciso fazer nada: a próxima tentativa é automática. Se persistir, veja status.greenhouse.io.",
                        "No hay que hacer nada: el próximo intento es automático. Si persiste, vea status.greenhouse.io.");
            case ABSENT ->
                new Phrase(
                        "If the application exists in Greenhouse, make the acting user (harvest_user_id) one who may see it.",
                        "Se a candidatura existe no Greenhouse, faça com que o usuário (harvest_user_id) possa vê-la.",
                        "Si la candidatura existe en Greenhouse, haga que el usuario (harvest_user_id) pueda verla.");
            case NOT_IN_PROCESS ->
                new Phrase(
                        "Nothing needs to be done; an application that is reopened is scored.",
                        "Não é preciso fazer nada; uma candidatura que é reaberta é pontuada.",
                        "No hay que hacer nada; una candidatura que se reabre se puntúa.");
            case PROSPECT, WITHOUT_JOB ->
                new Phrase(
                        "Add the candidate to a job in Greenhouse.",
                        "Adicione a pessoa candidata a uma vaga no Greenhouse.",
                        "Añada a la persona candidata a una vacante en Greenhouse.");
            case OTHER_JOB ->
                new Phrase(
                        "To have it scored, add the job's id to jobs in the tenant's secret.",
                        "Para pontuá-la, acrescente o id da vaga a jobs no segredo do cliente.",
                        "Para puntuarla, añada el id de la vacante a jobs en el secreto del cliente.");
            case TOO_OLD ->
                new Phrase(
                        "To have it scored, set an earlier applications_since in the tenant's secret, if candidates were told by then.",
                        "Para pontuá-la, defina um applications_since anterior no segredo do cliente, se as pessoas candidatas já tinham sido informadas.",
                        "Para puntuarla, defina un applications_since anterior en el secreto del cliente, si las personas candidatas ya estaban informadas.");
            case HAS_VALUE ->
                new Phrase(
                        "To have it scored, empty the field in Greenhouse; the next run fills it.",
                        "Para pontuá-la, esvazie o campo no Greenhouse; a próxima execução o preenche.",
                        "Para puntuarla, vacíe el campo en Greenhouse; la próxima ejecución lo rellena.");
            case HAS_SCORE ->
                new Phrase(
                        "Nothing needs to be done. To have it scored again, empty the field in Greenhouse, or set rescore=on-new-model for new models.",
                        "Não é preciso fazer nada. Para pontuá-la de novo, esvazie o campo no Greenhouse, ou defina rescore=on-new-model para modelos novos.",
                        "No hay que hacer nada. Para volver a puntuarla, vacíe el campo en Greenhouse, o defina rescore=on-new-model para modelos nuevos.");
            case OPTED_OUT ->
                new Phrase(
                        "It is for the candidate to take this back; the field in Greenhouse is then set to No.",
                        "Cabe à pessoa candidata voltar atrás; o campo no Greenhouse é então definido como Não.",
                        "Le corresponde a la persona candidata retractarse; entonces el campo en Greenhouse se pone en No.");
            case OBJECTS, ERASED ->
                new Phrase(
                        "It is for the candidate to take this back; an operator then calls DELETE …/candidates/{id}/objection.",
                        "Cabe à pessoa candidata voltar atrás; um operador então chama DELETE …/candidates/{id}/objection.",
                        "Le corresponde a la persona candidata retractarse; un operador llama entonces a DELETE …/candidates/{id}/objection.");
            case WAITS ->
                new Phrase(
                        "Nothing needs to be done: it is sent by the next runs, as far as Greenhouse allows calls.",
                        "Não é preciso fazer nada: é enviada pelas próximas execuções, conforme o Greenhouse permite chamadas.",
                        "No hay que hacer nada: la envían las próximas ejecuciones, según las llamadas que Greenhouse permite.");
            case SCORED_DRY ->
                new Phrase(
                        "To have scores sent, set mode=live in the tenant's secret.",
                        "Para enviar pontuações, defina mode=live no segredo do cliente.",
                        "Para enviar puntuaciones, defina mode=live en el secreto del cliente.");
            case REFUSED_LATELY ->
                new Phrase(
                        "Remove the cause that the score's reason names; it is tried again once a day.",
                        "Remova a causa que o motivo da pontuação indica; tenta-se de novo uma vez por dia.",
                        "Elimine la causa que indica el motivo de la puntuación; se vuelve a intentar una vez al día.");
            case JOB_NOT_SHOWN ->
                new Phrase(
                        "If the job is open, make the acting user (harvest_user_id) a member of its Hiring Team.",
                        "Se a vaga está aberta, inclua o usuário (harvest_user_id) na equipe de contratação dela.",
                        "Si la vacante está abierta, incluya al usuario (harvest_user_id) en su equipo de contratación.");
            case JOB_NOT_OPEN ->
                new Phrase(
                        "Nothing needs to be done; the applications of a job that is reopened are scored by the next sweep.",
                        "Não é preciso fazer nada; as candidaturas de uma vaga reaberta são pontuadas na próxima varredura.",
                        "No hay que hacer nada; las candidaturas de una vacante que se reabre se puntúan en el próximo barrido.");
            case CANDIDATE_NOT_SHOWN ->
                new Phrase(
                        "If the profile is private, give the acting user the permission to see private candidates.",
                        "Se o perfil é privado, dê ao usuário a permissão de ver perfis privados.",
                        "Si el perfil es privado, dé al usuario el permiso de ver perfiles privados.");
            case WRITTEN_LATELY, ANONYMISED -> NOTHING;
        };
    }
}
