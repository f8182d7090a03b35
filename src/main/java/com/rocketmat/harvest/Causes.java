package com.rocketmat.harvest;

import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import jakarta.ws.rs.ProcessingException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;

/** What may be shown of an exception. */
public final class Causes {

    private Causes() {}

    /** The kind of the innermost failure; only our own messages are shown, since others may contain addresses with cursors. */
    public static String kind(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return switch (root) {
            case AnswerCutOff ours -> ours.getMessage();
            case StreamConstraintsException _ -> "the answer exceeds the limits on its size or nesting";
            // of a type that nothing reads, such as a proxy's page
            case ProcessingException _ -> "the answer is not declared as JSON";
            case CertificateException _, CertPathBuilderException _, CertPathValidatorException _ ->
                "the server's certificate is not accepted, %s"
                        .formatted(root.getClass().getSimpleName());
            default -> root.getClass().getSimpleName();
        };
    }

    /** The failure without its messages, which may quote a row or an address: only types and stack frames. */
    public static Throwable told(Throwable e) {
        Throwable cause = e.getCause() == null ? null : told(e.getCause());
        Throwable told = new Throwable(e.getClass().getName(), cause);
        told.setStackTrace(e.getStackTrace());
        return told;
    }
}
