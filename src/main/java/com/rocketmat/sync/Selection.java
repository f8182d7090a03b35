package com.rocketmat.sync;

import com.rocketmat.harvest.row.Application;
import com.rocketmat.sync.reading.Eligibility;
import com.rocketmat.sync.run.OpenRun;
import com.rocketmat.sync.run.Positions;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which of the applications that were read are to be scored. */
@ApplicationScoped
class Selection {

    private final Positions positions;

    Selection(Positions positions) {
        this.positions = positions;
    }

    /** As far as their rows show. Fields are looked up only if there are rows: most windows of most tenants are empty. */
    List<Application> eligible(SliceContext slice, List<Application> rows) {
        if (rows.isEmpty()) {
            return rows;
        }
        Eligibility eligibility =
                new Eligibility(slice.settings(), slice.fields().score());
        return rows.stream().filter(eligibility::admits).toList();
    }

    /** @param withheld candidates who must not be scored */
    List<Application> unscored(SliceContext slice, OpenRun run, List<Application> eligible, Set<Long> withheld) {
        if (eligible.isEmpty() || slice.withoutModel()) {
            return List.of();
        }
        Set<Long> leftAlone = positions
                .leftAlone(
                        slice.tenant(),
                        slice.model().version(),
                        eligible.stream().map(Application::id).toList(),
                        slice.dryRun(),
                        Optional.of(run))
                .keySet();
        return eligible.stream()
                .filter(row -> !leftAlone.contains(row.id()) && !withheld.contains(row.candidateId()))
                .toList();
    }
}
