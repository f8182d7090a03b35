package com.rocketmat.application;

import com.rocketmat.application.ApplicationReport.Look;
import com.rocketmat.application.ApplicationReport.Sentence;
import com.rocketmat.privacy.words.Language;
import com.rocketmat.tenant.scope.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** Reports on one application, for the API and the console. */
@ApplicationScoped
public class Applications {

    private final StoredApplications stored;
    private final Obstacles obstacles;
    private final GreenhouseLook greenhouse;

    Applications(StoredApplications stored, Obstacles obstacles, GreenhouseLook greenhouse) {
        this.stored = stored;
        this.obstacles = obstacles;
        this.greenhouse = greenhouse;
    }

    /**
     * Runs outside a transaction, because it may call Greenhouse.
     *
     * @param look whether to read the application from Greenhouse too, even if nothing is stored about it
     * @return empty if nothing is stored and Greenhouse was not read
     */
    public Optional<ApplicationReport> find(TenantId tenant, long applicationId, boolean look, Language language) {
        List<Sentence> tenantObstacles = obstacles.of(tenant, language);
        Optional<Look> current = look
                ? Optional.of(greenhouse.look(tenant, applicationId, tenantObstacles, language))
                : Optional.empty();
        return stored.find(tenant, applicationId, tenantObstacles, current, language);
    }
}
