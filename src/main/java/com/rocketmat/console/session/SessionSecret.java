package com.rocketmat.console.session;

import com.rocketmat.problem.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The secret in the browser's cookie; the service stores a digest of it. */
public record SessionSecret(String value) {

    private static final int BYTES = 32;
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{43}");
    private static final String HMAC = "HmacSHA256";

    static SessionSecret random() {
        byte[] drawn = new byte[BYTES];
        new SecureRandom().nextBytes(drawn);
        return new SessionSecret(base64(drawn));
    }

    static Optional<SessionSecret> parse(String cookie) {
        return Optional.ofNullable(cookie)
                .filter(value -> FORM.matcher(value).matches())
                .map(SessionSecret::new);
    }

    /** The key of the session's row. */
    String digest() {
        return Sha256.hex(value);
    }

    /** The token in this session's forms, which other sites cannot know; the secret cannot be derived from it. */
    String formToken() {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(bytes(value), HMAC));
            return base64(mac.doFinal(bytes("form")));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
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
