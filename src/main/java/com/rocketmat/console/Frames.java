package com.rocketmat.console;

import com.rocketmat.audit.Caller;
import com.rocketmat.console.session.SessionAuthentication;
import com.rocketmat.tenant.ServiceResource;
import com.rocketmat.tenant.ServiceStatus;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Objects;
import java.util.Optional;

@ApplicationScoped
public class Frames {

    private final Caller caller;
    private final ServiceResource service;

    Frames(Caller caller, ServiceResource service) {
        this.caller = caller;
        this.service = service;
    }

    public Frame frame(String notice) {
        ServiceStatus status = service.status();
        return frame(
                notice,
                status.paused() ? Objects.requireNonNullElse(status.pausedBy(), "an operator") : null,
                status.vault().reason());
    }

    /** The frame of sign-in and error pages, which must work without a database and a session. */
    public Frame bare() {
        return frame(null, null, null);
    }

    private Frame frame(String notice, String pausedBy, String vault) {
        // a user of the provider without a role is authenticated but has no session
        Optional<SecurityIdentity> signedIn = caller.authenticated()
                .filter(identity -> identity.getAttribute(SessionAuthentication.FORM_TOKEN) != null);
        return new Frame(
                signedIn.map(operator -> operator.getPrincipal().getName()).orElse(null),
                signedIn.filter(operator -> operator.hasRole("operator")).isPresent(),
                signedIn.map(operator -> operator.<String>getAttribute(SessionAuthentication.FORM_TOKEN))
                        .orElse(null),
                notice,
                pausedBy,
                vault);
    }
}
