package com.rocketmat.sandbox.vault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** The stand-in's transit engine: versions of keys that encrypt (AES-256-GCM) or sign (Ed25519), with Vault's messages. */
final class StandInTransit {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SIGNING = "ed25519";
    private static final String NO_KEY = "encryption key not found";
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;
    private static final int KEY_BYTES = 32;

    private final SecureRandom random = new SecureRandom();
    private final Map<String, Key> keys = new HashMap<>();
    private final Set<String> unwrapped = new TreeSet<>();

    /** An answer's data, or null with the reason for a 400. */
    record Reply(ObjectNode data, String error) {}

    private static final class Refused extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private Refused(String message) {
            super(message);
        }
    }

    /** The latest version is the last one; they are counted from 1. */
    private static final class Key {
        private final String type;
        private final List<SecretKey> secrets = new ArrayList<>();
        private final List<KeyPair> pairs = new ArrayList<>();
        private int oldest = 1;

        private Key(String type) {
            this.type = type;
        }

        private int latest() {
            return secrets.size() + pairs.size();
        }
    }

    /** @param path below the engine's mount */
    synchronized Reply post(String path, JsonNode request) {
        String[] parts = path.split("/");
        try {
            return new Reply(answer(parts, request), null);
        } catch (Refused e) {
            return new Reply(null, e.getMessage());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private ObjectNode answer(String[] path, JsonNode request) throws GeneralSecurityException {
        String name = path[path[0].equals("datakey") ? 2 : 1];
        String ciphertext = request.path("ciphertext").asText();
        return switch (path[0]) {
            case "keys" -> change(name, path.length > 2 ? path[2] : "create", request);
            case "datakey" -> {
                byte[] made = new byte[KEY_BYTES];
                random.nextBytes(made);
                yield encrypt(key(name, NO_KEY), made);
            }
            case "decrypt" -> {
                byte[] plain = decrypt(key(name, NO_KEY), ciphertext);
                unwrapped.add(base64(plain));
                yield JSON.createObjectNode().put("plaintext", base64(plain));
            }
            case "rewrap" -> {
                Key key = key(name, NO_KEY);
                yield encrypt(key, decrypt(key, ciphertext));
            }
            case "sign" ->
                sign(key(name, "signing key not found"), request.path("input").asText());
            default -> throw new Refused("unsupported operation");
        };
    }

    /** Everything that was decrypted for anyone, in Base64. */
    synchronized Set<String> unwrapped() {
        return Set.copyOf(unwrapped);
    }

    /** What a key shows of itself, or null. */
    synchronized ObjectNode shown(String name) {
        Key key = keys.get(name);
        if (key == null) {
            return null;
        }
        ObjectNode shown = JSON.createObjectNode()
                .put("name", name)
                .put("type", key.type)
                .put("latest_version", key.latest())
                .put("min_decryption_version", key.oldest);
        ObjectNode versions = shown.putObject("keys");
        for (int version = key.oldest; version <= key.pairs.size(); version++) {
            byte[] encoded = key.pairs.get(version - 1).getPublic().getEncoded();
            byte[] point = Arrays.copyOfRange(encoded, encoded.length - KEY_BYTES, encoded.length);
            versions.putObject(String.valueOf(version)).put("name", SIGNING).put("public_key", base64(point));
        }
        return shown;
    }

    private ObjectNode change(String name, String action, JsonNode request) throws GeneralSecurityException {
        if (action.equals("create") && !keys.containsKey(name)) {
            keys.put(name, new Key(request.path("type").asText("aes256-gcm96")));
            addVersion(keys.get(name));
        }
        Key key = key(name, "no existing key named " + name + " could be found");
        if (action.equals("rotate")) {
            addVersion(key);
        }
        if (action.equals("config")) {
            key.oldest = request.path("min_decryption_version").asInt(key.oldest);
        }
        return shown(name);
    }

    private void addVersion(Key key) throws GeneralSecurityException {
        if (key.type.equals(SIGNING)) {
            key.pairs.add(KeyPairGenerator.getInstance("Ed25519").generateKeyPair());
        } else {
            byte[] secret = new byte[KEY_BYTES];
            random.nextBytes(secret);
            key.secrets.add(new SecretKeySpec(secret, "AES"));
        }
    }

    private Key key(String name, String absence) {
        if (!keys.containsKey(name)) {
            throw new Refused(absence);
        }
        return keys.get(name);
    }

    private ObjectNode encrypt(Key key, byte[] plain) throws GeneralSecurityException {
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        byte[] sealed =
                cipher(Cipher.ENCRYPT_MODE, key.secrets.getLast(), nonce).doFinal(plain);
        byte[] all = Arrays.copyOf(nonce, NONCE + sealed.length);
        System.arraycopy(sealed, 0, all, NONCE, sealed.length);
        return JSON.createObjectNode()
                .put("ciphertext", "vault:v" + key.latest() + ":" + base64(all))
                .put("key_version", key.latest());
    }

    private byte[] decrypt(Key key, String ciphertext) throws GeneralSecurityException {
        String[] parts = ciphertext.split(":", 3);
        if (parts.length != 3 || !parts[0].equals("vault") || !parts[1].matches("v[0-9]+")) {
            throw new Refused("invalid ciphertext: no prefix");
        }
        int version = Integer.parseInt(parts[1].substring(1));
        if (version > key.latest()) {
            throw new Refused("invalid ciphertext: version is too new");
        }
        if (version < key.oldest) {
            throw new Refused("ciphertext or signature version is disallowed by policy (too old)");
        }
        byte[] all = Base64.getDecoder().decode(parts[2]);
        if (all.length <= NONCE) {
            throw new Refused("invalid ciphertext length");
        }
        try {
            return cipher(Cipher.DECRYPT_MODE, key.secrets.get(version - 1), Arrays.copyOf(all, NONCE))
                    .doFinal(all, NONCE, all.length - NONCE);
        } catch (AEADBadTagException e) {
            throw new Refused("cipher: message authentication failed");
        }
    }

    private static ObjectNode sign(Key key, String input) throws GeneralSecurityException {
        if (!key.type.equals(SIGNING)) {
            throw new Refused("key type " + key.type + " does not support signing");
        }
        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(key.pairs.getLast().getPrivate());
        signature.update(Base64.getDecoder().decode(input));
        return JSON.createObjectNode()
                .put("signature", "vault:v" + key.latest() + ":" + base64(signature.sign()))
                .put("key_version", key.latest());
    }

    private static Cipher cipher(int mode, SecretKey key, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        return cipher;
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
