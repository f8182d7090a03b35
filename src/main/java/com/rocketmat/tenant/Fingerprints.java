package com.rocketmat.tenant;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** What tells secrets apart without them: keyed by a number of this process's, so that nobody can try guesses on them elsewhere. */
final class Fingerprints {

    private static final String ALGORITHM = "HmacSHA256";
    private static final int KEY_BYTES = 32;

    /** Not made when the class is initialised: for a native image that is at build time, and every process would share it. */
    private static SecretKey key;

    private Fingerprints() {}

    static byte[] of(char[] secret) {
        // the chars as they are: in UTF-8 all unpaired surrogates are one
        byte[] bytes = new byte[secret.length * Character.BYTES];
        ByteBuffer.wrap(bytes).asCharBuffer().put(secret);
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key());
            return mac.doFinal(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    private static synchronized SecretKey key() {
        if (key == null) {
            byte[] bytes = new byte[KEY_BYTES];
            new SecureRandom().nextBytes(bytes);
            key = new SecretKeySpec(bytes, ALGORITHM);
        }
        return key;
    }
}
