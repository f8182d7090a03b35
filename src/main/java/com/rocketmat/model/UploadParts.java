package com.rocketmat.model;

import com.rocketmat.model.manifest.ModelRefused;
import jakarta.ws.rs.Priorities;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.SimpleResourceInfo;
import org.jboss.resteasy.reactive.server.WithFormRead;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.core.multipart.FormData;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestContext;

/**
 * Refuses unknown and repeated parts. The framework would ignore them, and store a version without its card, or with another manifest
 * than the caller expects.
 */
final class UploadParts {

    private static final Set<String> PARTS = Set.of("model", "manifest", "card");

    /** Runs after the filters that refuse a call without reading its files. */
    @ModelUpload
    @WithFormRead
    @ServerRequestFilter(priority = Priorities.USER + 1)
    void check(ResteasyReactiveContainerRequestContext request, SimpleResourceInfo resource) {
        FormData form = ((ResteasyReactiveRequestContext) request.getServerRequestContext()).getFormData();
        // the console's form has other parts; a call without a content type has no form
        if (resource.getResourceClass() != ModelResource.class || form == null) {
            return;
        }
        for (String part : form) {
            // a part without a name is called null
            if (part == null || !PARTS.contains(part)) {
                throw new ModelRefused("form", part, "an upload has no such part", "use model, manifest and card");
            }
            if (form.get(part).size() > 1) {
                throw new ModelRefused("form", part, "the form has this part more than once", "send it once");
            }
        }
    }
}
