package com.rocketmat.decision.seal;

import com.rocketmat.problem.Sha256;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals bytes for one row of the log: format, id of the data key, nonce, and AES-256-GCM ciphertext. Each application has its own
 * key, derived from the data key and the application's salt. Without the salt the bytes can never be opened.
 */
final class Envelope {

    private static final byte FORMAT = 1;
    private static final int HEADER = 1 + Long.BYTES;
    private static final int NONCE = 12;
    private static final int TAG = 16;

    private final SecureRandom random = new SecureRandom();

    byte[] seal(DataKey key, byte[] salt, SealedRow row, byte[] plain) {
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        byte[] header = header(key);
        try {
            byte[] sealed =
                    cipher(Cipher.ENCRYPT_MODE, key, salt, row, header, nonce).doFinal(plain);
            return ByteBuffer.allocate(HEADER + NONCE + sealed.length)
                    .put(header)
                    .put(nonce)
                    .put(sealed)
                    .array();
        } catch (GeneralSecurityException e) {
            throw unavailable(e);
        }
    }

    /** Returns the id of the data key that sealed the bytes; empty if they are not an envelope. */
    static Optional<Long> keyId(byte[] sealed) {
        return sealed.length >= HEADER + NONCE + TAG && sealed[0] == FORMAT
                ? Optional.of(ByteBuffer.wrap(sealed).getLong(1))
                : Optional.empty();
    }

    /** Returns the plain bytes; empty if they were sealed with another key, salt or row, or changed since. */
    Optional<byte[]> open(DataKey key, byte[] salt, SealedRow row, byte[] sealed) {
        if (!keyId(sealed).equals(Optional.of(key.id()))) {
            return Optional.empty();
        }
        byte[] nonce = new byte[NONCE];
        ByteBuffer.wrap(sealed).get(HEADER, nonce);
        int start = HEADER + NONCE;
        try {
            return Optional.of(cipher(Cipher.DECRYPT_MODE, key, salt, row, header(key), nonce)
                    .doFinal(sealed, start, sealed.length - start));
        } catch (AEADBadTagException e) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw unavailable(e);
        }
    }

    private static byte[] header(DataKey key) {
        return ByteBuffer.allocate(HEADER).put(FORMAT).putLong(key.id()).array();
    }

    private static Cipher cipher(int mode, DataKey key, byte[] salt, SealedRow row, byte[] header, byte[] nonce)
            throws GeneralSecurityException {
        SecretKey applicationKey = new SecretKeySpec(hkdf(key.secret(), salt, row.keyInfo()), "AES");
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, applicationKey, new GCMParameterSpec(TAG * Byte.SIZE, nonce));
        cipher.updateAAD(header);
        cipher.updateAAD(row.context());
        return cipher;
    }

    /**
     * HKDF-SHA256 (RFC 5869) with one block, which is enough for a key. Does not use {@code javax.crypto.KDF}, because not every builder
     * includes its implementations in a native image.
     */
    static byte[] hkdf(byte[] secret, byte[] salt, byte[] info) {
        byte[] extracted = Sha256.mac(salt).doFinal(secret);
        Mac expand = Sha256.mac(extracted);
        expand.update(info);
        return expand.doFinal(new byte[] {1});
    }

    private static IllegalStateException unavailable(GeneralSecurityException e) {
        return new IllegalStateException("AES/GCM is available in every JDK", e);
    }
}
