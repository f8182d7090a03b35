package com.rocketmat.doctor;

import com.rocketmat.feature.FeaturePlan;
import com.rocketmat.feature.Subject;
import com.rocketmat.harvest.HarvestSession;
import com.rocketmat.harvest.Introspection;
import com.rocketmat.harvest.Operation;
import com.rocketmat.harvest.advice.DevCenter;
import com.rocketmat.harvest.row.Application;
import com.rocketmat.harvest.row.CustomField;
import com.rocketmat.harvest.row.CustomFieldEntry;
import com.rocketmat.model.ActiveModel;
import com.rocketmat.sync.reading.ReferenceData;
import com.rocketmat.sync.reading.SubjectReader;
import com.rocketmat.tenant.settings.TenantSettings;
import com.rocketmat.tenant.state.TenantStates.Remark;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the checks know about a tenant; later ones use what earlier ones found. */
final class Examination {

    final TenantSettings settings;
    final Optional<Remark> unusedSecret;
    final HarvestSession session;
    final SubjectReader reader;
    final FeaturePlan plan;
    final Optional<ActiveModel> model;
    final Optional<Long> application;
    final DevCenter devCenter;
    private final Set<String> obstacles = new HashSet<>();
    private final Map<String, List<CustomField>> definitions = new HashMap<>();
    private Optional<String> unavailability = Optional.empty();
    private ListedApplications listing;
    /** What Greenhouse reports about the credential. */
    Optional<Introspection> introspection = Optional.empty();
    /** Whether Greenhouse shows any application; empty if they could not be listed. */
    Optional<Boolean> showsApplications = Optional.empty();
    /** Whether Greenhouse forbids something that the token's scopes allow. */
    boolean forbiddenDespiteScope;
    /** An application that was read. */
    Optional<Subject> subject = Optional.empty();

    /**
     * @param unusedSecret why these are not the settings of the newest secret
     * @param plan for the model's features; empty without a model that can score
     * @param application to write to, if any
     */
    Examination(
            TenantSettings settings,
            Optional<Remark> unusedSecret,
            HarvestSession session,
            Optional<ActiveModel> model,
            FeaturePlan plan,
            Optional<Long> application) {
        this.settings = settings;
        this.unusedSecret = unusedSecret;
        this.session = session;
        this.model = model;
        this.plan = plan;
        this.application = application;
        this.reader = new SubjectReader(session, ReferenceData.apart(session), plan);
        this.devCenter = DevCenter.of(settings);
    }

    String check(Operation operation) {
        return devCenter.check(operation);
    }

    /** The earlier check that prevents this one: a failed one that it needs, or one that found Greenhouse unavailable. */
    Optional<String> obstacle(Check check) {
        Optional<String> failed = check.needs().apply(this).stream()
                .filter(obstacles::contains)
                .sorted()
                .findFirst();
        return failed.or(() -> check.asksGreenhouse() ? unavailability : Optional.empty());
    }

    void addObstacle(String check) {
        obstacles.add(check);
    }

    /** Whether a check failed or was prevented. */
    boolean isObstacle(String check) {
        return obstacles.contains(check);
    }

    /** Prevents further checks that call Greenhouse. */
    void greenhouseUnavailable(String check) {
        unavailability = Optional.of(check);
    }

    /** The token's scopes, if Greenhouse reports them. */
    Optional<Set<String>> scopes() {
        return introspection.flatMap(Introspection::scopes);
    }

    List<CustomField> definitions() {
        return definitions("application");
    }

    /** @param carrier application, candidate or job */
    List<CustomField> definitions(String carrier) {
        return definitions.computeIfAbsent(carrier, session::customFields);
    }

    /** The applications that a sweep would read first. */
    ListedApplications listing() {
        if (listing == null) {
            listing = ListedApplications.of(session, settings, reader.applicationFields());
        }
        return listing;
    }

    /** The custom fields of the covered applications; none if applications cannot be listed. */
    List<Map<String, CustomFieldEntry>> fieldsOfApplications() {
        return showsApplications.isPresent()
                ? listing().covered().stream().map(Application::customFields).toList()
                : List.of();
    }
}
