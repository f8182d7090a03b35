package com.rocketmat.webhook;

import com.rocketmat.problem.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.regex.Pattern;
import javax.crypto.Mac;

/** The signature of a body, computed while it arrives, from its original bytes: parsed and serialized again, they would differ. */
final class Signature {

    private static final String SCHEME = "sha256 ";
    private static final Pattern FORM = Pattern.compile(SCHEME + "[0-9a-fA-F]{64}");

    private final Mac mac;

    private Signature(Mac mac) {
        this.mac = mac;
    }

    static Signature with(String secret) {
        return new Signature(Sha256.mac(secret.getBytes(StandardCharsets.UTF_8)));
    }

    static boolean isWellFormed(String header) {
        return header != null && FORM.matcher(header).matches();
    }

    void add(byte[] part) {
        mac.update(part);
    }

    /** Compares in constant time. The header must be {@linkplain #isWellFormed well-formed}. */
    boolean matches(String header) {
        return MessageDigest.isEqual(mac.doFinal(), HexFormat.of().parseHex(header, SCHEME.length(), header.length()));
    }
}
