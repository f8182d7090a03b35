package com.rocketmat.score.write;

import com.rocketmat.harvest.HarvestSession;
import com.rocketmat.harvest.Operation;
import com.rocketmat.harvest.row.Application;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.settings.TenantSettings;
import com.rocketmat.tenant.settings.TenantSettings.WriteMode;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Where one tenant's scores are written. */
public record WriteTarget(TenantSettings settings, HarvestSession session, TargetFields fields) {

    private static final Set<String> ATTRIBUTES =
            Set.of("id", "created_at", "updated_at", "candidate_id", "job_id", "status", "prospect", "custom_fields");

    TenantId tenant() {
        return settings.id();
    }

    /** Whether our fields are sent alone. Greenhouse does not document that v3 merges; v1 does. */
    boolean alone() {
        return session.merges() || settings.writeMode() == WriteMode.MERGE;
    }

    /** With the present definitions if these rows have a field that is not among the known ones: it may be new, rather than archived. */
    WriteTarget forRows(Collection<Application> rows) {
        boolean known = alone() || rows.stream().allMatch(row -> fields.defineAll(row.customFields()));
        return known
                ? this
                : with(TargetFields.among(session.customFields("application"), settings)
                        .insteadOf(fields));
    }

    WriteTarget with(TargetFields other) {
        return new WriteTarget(settings, session, other);
    }

    /** The current rows; at least one id, at most {@link HarvestSession#MOST_IDS}. */
    Map<Long, Application> rows(Collection<Long> ids) {
        return session.known(Operation.LIST_APPLICATIONS, session.applications(ids, ATTRIBUTES)).stream()
                .collect(Collectors.toMap(Application::id, Function.identity(), (first, _) -> first));
    }

    Optional<Application> row(long id) {
        return Optional.ofNullable(rows(Set.of(id)).get(id));
    }
}
