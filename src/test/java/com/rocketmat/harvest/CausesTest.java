package com.rocketmat.harvest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CausesTest {

    static Stream<Exception> ofCertificates() {
        return Stream.of(
                new CertificateExpiredException("NotAfter: …"),
                new CertificateException("No name matching harvest.greenhouse.io found"),
                new CertPathBuilderException("unable to find valid certification path to requested target"),
                new CertPathValidatorException("validity check failed"));
    }

    /** The type alone does not tell that a proxy or a wrong server showed a certificate of its own. */
    @ParameterizedTest
    @MethodSource("ofCertificates")
    void aRejectedCertificateIsExplained(Exception why) {
        Throwable failure = new SSLHandshakeException("Failed to create SSL connection").initCause(why);

        assertThat(Causes.kind(failure))
                .isEqualTo("the server's certificate is not accepted, %s"
                        .formatted(why.getClass().getSimpleName()));
    }

    @Test
    void anyOtherFailureIsShownByItsTypeAlone() {
        assertThat(Causes.kind(new IllegalStateException(new IOException("https://example.com/?cursor=x"))))
                .isEqualTo("IOException");
    }
}
