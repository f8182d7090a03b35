package com.rocketmat.doctor;

import com.rocketmat.harvest.ApplicationWindow;
import com.rocketmat.harvest.HarvestSession;
import com.rocketmat.harvest.Page;
import com.rocketmat.harvest.row.Application;
import com.rocketmat.score.write.Scope;
import com.rocketmat.tenant.settings.TenantSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The first active applications that Greenhouse lists.
 *
 * @param covered those that the tenant's settings cover, scored or not
 * @param whole whether Greenhouse lists no others
 */
record ListedApplications(List<Application> rows, List<Application> covered, boolean whole) {

    /** Over v1 the oldest come first, and not all settings can be a filter: the first page may have none that they cover. */
    private static final int MOST_PAGES = 3;

    static ListedApplications of(HarvestSession session, TenantSettings settings, Set<String> fields) {
        Scope scope = Scope.of(settings);
        Page<Application> page =
                session.applications(new ApplicationWindow(Optional.empty(), session.now(), settings.jobs()), fields);
        List<Application> rows = new ArrayList<>(page.rows());
        for (int pages = 1;
                pages < MOST_PAGES && page.next().isPresent() && rows.stream().noneMatch(scope::admits);
                pages++) {
            page = session.applications(page.next().get());
            rows.addAll(page.rows());
        }
        return new ListedApplications(
                List.copyOf(rows),
                rows.stream().filter(scope::admits).toList(),
                page.next().isEmpty());
    }
}
