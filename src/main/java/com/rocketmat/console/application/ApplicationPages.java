package com.rocketmat.console.application;

import com.rocketmat.application.ApplicationReport;
import com.rocketmat.application.ApplicationReport.Event;
import com.rocketmat.application.ApplicationReport.Look;
import com.rocketmat.application.Applications;
import com.rocketmat.console.application.ApplicationPage.Choice;
import com.rocketmat.console.application.ApplicationPage.EventRow;
import com.rocketmat.console.application.ApplicationPage.Looked;
import com.rocketmat.console.element.Badge;
import com.rocketmat.console.element.Formats;
import com.rocketmat.console.element.Moment;
import com.rocketmat.console.session.Addresses;
import com.rocketmat.privacy.words.Language;
import com.rocketmat.tenant.TenantRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

@ApplicationScoped
class ApplicationPages {

    private final TenantRegistry tenants;
    private final Applications applications;
    private final Clock clock;

    ApplicationPages(TenantRegistry tenants, Applications applications, Clock clock) {
        this.tenants = tenants;
        this.applications = applications;
        this.clock = clock;
    }

    /** If nothing is stored, the page offers to ask Greenhouse. */
    ApplicationPage page(String tenant, long application, boolean look, Language language) {
        return page(
                tenant, application, language, applications.find(tenants.require(tenant), application, look, language));
    }

    private ApplicationPage page(
            String tenant, long application, Language language, Optional<ApplicationReport> report) {
        Instant now = clock.instant();
        String address = Addresses.application(tenant, application);
        return new ApplicationPage(
                tenant,
                application,
                language.code(),
                Arrays.stream(Language.values())
                        .map(choice -> choice(choice, address, language))
                        .toList(),
                report.orElse(null),
                report.map(known -> known.standing().state()).map(Badge::of).orElse(null),
                report.map(known -> known.standing().value())
                        .map(BigDecimal::toPlainString)
                        .orElse(null),
                report.map(known -> Moment.of(known.standing().scoredAt(), now)).orElse(null),
                report.map(known -> Moment.of(known.standing().writtenAt(), now))
                        .orElse(null),
                report.map(ApplicationReport::model)
                        .filter(model -> model.name() != null)
                        .map(model -> model.version())
                        .orElse(null),
                report.map(ApplicationReport::history).orElse(List.of()).stream()
                        .map(event -> row(event, now))
                        .toList(),
                report.map(ApplicationReport::look)
                        .map(look -> looked(look, now))
                        .orElse(null));
    }

    private static Choice choice(Language language, String address, Language current) {
        return new Choice(
                language.code(),
                language.ownName(),
                Addresses.with(address, Map.of("language", language.code())),
                language == current);
    }

    private static EventRow row(Event event, Instant now) {
        return new EventRow(
                Moment.of(event.at(), now),
                event.meaning(),
                Optional.ofNullable(event.value())
                        .map(BigDecimal::toPlainString)
                        .orElse("–"),
                Optional.ofNullable(event.version()).map(Formats::version).orElse(null),
                event.detail());
    }

    private static Looked looked(Look look, Instant now) {
        String tone = switch (look.verdict()) {
            case SCORED_NEXT, SCORED_AGAIN, SCORED_IN_TRIAL -> "good";
            case LEFT_ALONE -> "calm";
            case NOT_SEEN -> "bad";
        };
        return new Looked(Moment.of(look.at(), now), new Badge(Formats.title(look.verdict()), tone), look);
    }
}
