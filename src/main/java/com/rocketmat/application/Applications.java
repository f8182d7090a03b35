package com.rocketmat.application;

import com.rocketmat.application.ApplicationReport.Look;
import com.rocketmat.application.ApplicationReport.Sentence;
import com.rocketmat.privacy.words.Language;
import com.rocketmat.tenant.scope.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** What is known of one application, for the API and the console alike. */
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
     * @param look whether to ask Greenhouse what it shows now; then an application of which nothing is stored is answered too
     * @throws com.rocketmat.problem.HttpProblem 404 if nothing is stored about it
     */
    public ApplicationReport report(TenantId tenant, long applicationId, boolean look, Language language) {
        return find(tenant, applicationId, look, language)
                .orElseThrow(
                        () -> ApplicationProblems.UNKNOWN.problem(
                                "Nothing is stored about an application with this id",
                                "compare the id with Greenhouse; with look=true Greenhouse is asked what it shows of the application"));
    }

    /** The same; empty if nothing is stored about it. */
    public Optional<ApplicationReport> find(TenantId tenant, long applicationId, boolean look, Language language) {
        List<Sentence> known = obstacles.of(tenant, language);
        Optional<Look> seen =
                look ? Optional.of(greenhouse.look(tenant, applicationId, known, language)) : Optional.empty();
        return stored.find(tenant, applicationId, known, seen, language);
    }
}
