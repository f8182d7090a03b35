package com.rocketmat.console;

import com.rocketmat.console.session.Addresses;
import com.rocketmat.problem.HttpProblem;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.MediaType;
import java.lang.annotation.Annotation;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

final class ProblemPages {

    private static final int LAST = 1;

    private final Frames frames;

    ProblemPages(Frames frames) {
        this.frames = frames;
    }

    @ServerResponseFilter(priority = LAST)
    void page(ContainerRequestContext request, ContainerResponseContext answer) {
        if (answer.getEntity() instanceof HttpProblem problem
                && Addresses.isConsole(request.getUriInfo().getPath())) {
            String page =
                    Templates.problem(frames.bare(), ProblemPage.of(problem)).render();
            answer.setEntity(page, new Annotation[0], MediaType.TEXT_HTML_TYPE.withCharset("UTF-8"));
        }
    }
}
