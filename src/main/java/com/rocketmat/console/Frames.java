package com.rocketmat.console;

import com.rocketmat.tenant.ServiceResource;
import com.rocketmat.tenant.ServiceStatus;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.ApplicationScoped;

/** Makes the frame of a page for whoever asks for it. */
@ApplicationScoped
class Frames {

    private final SecurityIdentity identity;
    private final ServiceResource service;
    private final Assets assets;

    Frames(SecurityIdentity identity, ServiceResource service, Assets assets) {
        this.identity = identity;
        this.service = service;
        this.assets = assets;
    }

    Frame frame(String notice) {
        ServiceStatus status = service.status();
        return frame(
                notice,
                status.paused() ? status.pausedBy() : null,
                status.vault().reason());
    }

    /** Of a page that is shown although something failed, whoever sees it. */
    Frame bare() {
        return frame(null, null, null);
    }

    /** Where it failed to tell who sees the page: whoever asks for the identity then is refused an answer. */
    Frame ofNobody() {
        return new Frame(null, false, null, null, null, null, assets.style(), assets.script());
    }

    private Frame frame(String notice, String halted, String vault) {
        boolean known = !identity.isAnonymous();
        return new Frame(
                known ? identity.getPrincipal().getName() : null,
                identity.hasRole("operator"),
                known ? identity.getAttribute(SessionAuthentication.FORM_TOKEN) : null,
                notice,
                halted,
                vault,
                assets.style(),
                assets.script());
    }
}
