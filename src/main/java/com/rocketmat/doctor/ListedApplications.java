package com.rocketmat.doctor;

import com.rocketmat.harvest.ApplicationWindow;
import com.rocketmat.harvest.HarvestSession;
import com.rocketmat.harvest.Page;
import com.rocketmat.harvest.row.Application;
import com.rocketmat.score.write.Scope;
import com.rocketmat.tenant.settings.TenantSettings;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The first page of active applications that Greenhouse lists.
 *
 * @param covered those that the tenant's settings cover, scored or not
 * @param complete whether there is no further page
 */
record ListedApplications(List<Application> rows, List<Application> covered, boolean complete) {

    static ListedApplications of(HarvestSession session, TenantSettings settings, Set<String> fields) {
        Scope scope = Scope.of(settings);
        Page<Application> page =
                session.applications(new ApplicationWindow(Optional.empty(), session.now(), settings.jobs()), fields);
        return new ListedApplications(
                page.rows(),
                page.rows().stream().filter(scope::admits).toList(),
                page.next().isEmpty());
    }
}
