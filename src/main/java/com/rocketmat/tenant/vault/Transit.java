package com.rocketmat.tenant.vault;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Base64;
import java.util.Map;
import java.util.function.Function;

/** Vault's transit engine: wraps keys of ours with one of its own, which never leaves Vault, and signs. Calls may throw VaultFailure. */
@ApplicationScoped
public class Transit {

    private final VaultApi api;

    Transit(VaultApi api) {
        this.api = api;
    }

    /** A key that only Vault can unwrap, with the version of the key that wraps it. */
    public record Wrapped(String text, int keyVersion) {}

    public record Signed(String base64, int keyVersion) {}

    /** A new random key of 256 bits. */
    public Wrapped newDataKey(String key) {
        return use("datakey/wrapped/" + key, Map.of(), Transit::wrapped);
    }

    public byte[] unwrap(String key, String wrapped) {
        return use(
                "decrypt/" + key,
                Map.of("ciphertext", wrapped),
                data -> Base64.getDecoder().decode(text(data, "plaintext")));
    }

    /** The same key, wrapped by the latest version of Vault's. */
    public Wrapped rewrap(String key, String wrapped) {
        return use("rewrap/" + key, Map.of("ciphertext", wrapped), Transit::wrapped);
    }

    /** Signs the message itself: transit hashes nothing for an Ed25519 key. */
    public Signed sign(String key, byte[] message) {
        Map<String, String> request = Map.of("input", Base64.getEncoder().encodeToString(message));
        return use("sign/" + key, request, data -> {
            String[] signature = text(data, "signature").split(":", 3);
            return new Signed(signature[2], version(data));
        });
    }

    private <T> T use(String path, Map<String, String> request, Function<JsonNode, T> answer) {
        JsonNode data;
        try {
            data = api.transit(path, request).path("data");
        } catch (VaultFailure e) {
            throw e;
        } catch (RuntimeException e) {
            // no client, for example without an address; its message may quote its configuration
            throw VaultFailure.silent(path, e);
        }
        try {
            return answer.apply(data);
        } catch (RuntimeException e) {
            // its message may quote the answer, which may be a key
            throw VaultFailure.unreadable(path);
        }
    }

    private static Wrapped wrapped(JsonNode data) {
        return new Wrapped(text(data, "ciphertext"), version(data));
    }

    private static String text(JsonNode data, String name) {
        return data.required(name).textValue();
    }

    private static int version(JsonNode data) {
        return data.required("key_version").intValue();
    }
}
