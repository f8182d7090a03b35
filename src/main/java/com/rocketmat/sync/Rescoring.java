package com.rocketmat.sync;

import com.rocketmat.harvest.row.Application;
import com.rocketmat.score.NewScore;
import com.rocketmat.score.OwnScore;
import com.rocketmat.score.OwnScores;
import com.rocketmat.score.ScoreField;
import com.rocketmat.score.write.Scope;
import com.rocketmat.sync.run.OpenRun;
import com.rocketmat.sync.run.Scored;
import com.rocketmat.tenant.scope.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * In sweeps, open applications that carry a score of ours by another version than the active one are scored again, if the tenant wants that
 * ({@code rescore=on-new-model}). A new model begins a sweep.
 */
@ApplicationScoped
class Rescoring {

    private final OwnScores ownScores;
    private final Clock clock;

    Rescoring(OwnScores ownScores, Clock clock) {
        this.ownScores = ownScores;
        this.clock = clock;
    }

    /** Part of the caller's transaction, once the rows' fields were read: a write that was not recorded may be found there. */
    List<Application> outdated(SliceContext slice, OpenRun sweep, List<Application> rows) {
        if (rows.isEmpty() || slice.withoutModel() || !slice.settings().rescores()) {
            return List.of();
        }
        TenantId tenant = slice.tenant();
        Scope scope = Scope.of(slice.settings());
        Map<Long, Application> open = byId(rows.stream().filter(scope::admits).toList());
        ScoreField field = slice.target().fields().score();
        // lists may show a doctor's value
        Optional<Long> examined = slice.proofs().examined(tenant);
        return ownScores.untried(tenant, slice.model().version(), open.keySet(), sweep.startedAt()).stream()
                .filter(own -> {
                    Application row = open.get(own.applicationId());
                    return own.isIn(row, field)
                            || own.mayShowLater(row, field, clock.instant())
                            || examined.filter(id -> id == row.id()).isPresent();
                })
                .map(own -> open.get(own.applicationId()))
                .toList();
    }

    /** Unless the field of one of these applications is empty, its new score replaces the score of ours in it. */
    Scored replacing(SliceContext slice, List<Application> rows, Scored made) {
        if (rows.isEmpty() || !slice.settings().rescores()) {
            return made;
        }
        ScoreField field = slice.fields().score();
        Map<Long, Application> byId = byId(rows);
        Map<Long, OwnScore> older = ownScores.among(slice.tenant(), byId.keySet()).stream()
                .filter(own -> {
                    Application row = byId.get(own.applicationId());
                    return !field.empty(row.customFields()) || own.mayShowLater(row, field, clock.instant());
                })
                .collect(Collectors.toMap(OwnScore::applicationId, Function.identity()));
        List<NewScore> scores = made.scores().stream()
                .map(score -> Optional.ofNullable(older.get(score.applicationId()))
                        .map(own -> score.replacing(own.modelVersion()))
                        .orElse(score))
                .toList();
        return new Scored(made.version(), scores, made.shadows());
    }

    private static Map<Long, Application> byId(Collection<Application> rows) {
        return rows.stream().collect(Collectors.toMap(Application::id, Function.identity(), (first, _) -> first));
    }
}
