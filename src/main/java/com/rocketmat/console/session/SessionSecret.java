package com.rocketmat.console.session;

import com.rocketmat.problem.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/** The secret in the browser's cookie; the service stores a digest of it. */
public record SessionSecret(String value) {

    private static final int BYTES = 32;
    private static final Pattern PATTERN = Pattern.compile("[A-Za-z0-9_-]{43}");

    static SessionSecret random() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return new SessionSecret(base64(bytes));
    }

    static Optional<SessionSecret> parse(String cookie) {
        return Optional.ofNullable(cookie)
                .filter(value -> PATTERN.matcher(value).matches())
                .map(SessionSecret::new);
    }

    /** The key of the session's row. */
    String digest() {
        return Sha256.hex(value);
    }

    /** The token in this session's forms, unknown to other sites. The secret cannot be derived from it. */
    String formToken() {
        return base64(Sha256.mac(bytes(value)).doFinal(bytes("form")));
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public String toString() {
        return "SessionSecret";
    }
}
