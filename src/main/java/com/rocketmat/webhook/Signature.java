package com.rocketmat.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The signature of a body, made while the body comes in: of its bytes as they were sent, since what is parsed and written again is another. */
final class Signature {

    private static final String SCHEME = "sha256 ";
    private static final Pattern FORM = Pattern.compile(SCHEME + "[0-9a-fA-F]{64}");
    private static final String ALGORITHM = "HmacSHA256";

    private final Mac mac;

    private Signature(Mac mac) {
        this.mac = mac;
    }

    static Signature with(String secret) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            return new Signature(mac);
        } catch (GeneralSecurityException e) {
            // every Java platform has it
            throw new IllegalStateException(e);
        }
    }

    /** Whether the header can be the signature of anything. */
    static boolean isOne(String header) {
        return header != null && FORM.matcher(header).matches();
    }

    void add(byte[] part) {
        mac.update(part);
    }

    /**
     * Whether the whole body is signed with this header, in a time that does not depend on how much of it is right.
     *
     * @param header {@linkplain #isOne of the right form}
     */
    boolean matches(String header) {
        return MessageDigest.isEqual(mac.doFinal(), HexFormat.of().parseHex(header, SCHEME.length(), header.length()));
    }
}
