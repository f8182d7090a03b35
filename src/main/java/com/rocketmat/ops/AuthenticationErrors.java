package com.rocketmat.ops;

import com.rocketmat.problem.ProblemType;
import io.quarkus.oidc.OIDCException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.UnauthorizedException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Answers callers without a token, or with one that was not issued for this service. */
class AuthenticationErrors {

    static final String CHALLENGE = "Bearer realm=\"rocketmat\"";

    private static final int RETRY_SECONDS = 10;
    private static final String DETAIL = "Authentication required";
    private static final String REMEDY =
            "send a bearer token whose SHA-256 is among the operators in Vault, or a token of the identity provider if one is configured";

    @ServerExceptionMapper({AuthenticationFailedException.class, UnauthorizedException.class})
    Response refuse(Throwable refusal) {
        return ProblemType.UNAUTHORIZED
                .problem(DETAIL, REMEDY)
                .withHeader(HttpHeaders.WWW_AUTHENTICATE, CHALLENGE)
                .toResponse();
    }

    /** The token cannot be verified now; those of operators in Vault still can. */
    @ServerExceptionMapper
    Response providerUnavailable(OIDCException failure) {
        return ProblemType.IDENTITY_PROVIDER_AWAY
                .passing("The identity provider does not answer", RETRY_SECONDS)
                .toResponse();
    }

    /** The same answer for code outside resources. */
    static String json() {
        return ProblemType.UNAUTHORIZED.json(DETAIL).put("remedy", REMEDY).encode();
    }
}
