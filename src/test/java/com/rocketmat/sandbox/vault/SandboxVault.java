package com.rocketmat.sandbox.vault;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A Vault with a KV v2 engine at {@code secret/} and the service's keys at {@code transit/}, which ends with its test: a real
 * server, or a stand-in with the same HTTP API.
 */
public sealed interface SandboxVault extends AutoCloseable permits OpenBaoServer, VaultStandIn {

    /**
     * A real server if available, otherwise the stand-in.
     *
     * @param buildDirectory Maven's {@code target}; a downloaded server is kept there
     */
    static SandboxVault start(Path buildDirectory) {
        return OpenBaoBinary.find(buildDirectory).isPresent()
                ? OpenBaoServer.start(buildDirectory)
                : VaultStandIn.start();
    }

    URI address();

    /** The service's token, which can only do what {@code deploy/k8s/vault/rocketmat.hcl} allows. */
    String token();

    /** The HTTP API with a token that may do everything. */
    VaultCalls administrator();

    /** As {@code vault kv put secret/<path> key=value …}. */
    default void put(String path, Map<String, String> secret) {
        administrator().demand("POST", "secret/data/" + path, Map.of("data", secret));
    }

    /** As {@code vault kv metadata delete secret/<path>}: nothing is left. */
    default void delete(String path) {
        administrator().demand("DELETE", "secret/metadata/" + path);
    }

    /** As {@code vault kv delete secret/<path>}: it can no longer be read, but lists still name it. */
    default void deleteLatest(String path) {
        administrator().demand("DELETE", "secret/data/" + path);
    }

    /** As {@code vault kv undelete -versions=<version> secret/<path>}. */
    default void undelete(String path, int version) {
        administrator().demand("PUT", "secret/undelete/" + path, Map.of("versions", List.of(version)));
    }

    /** As {@code vault kv destroy -versions=<version> secret/<path>}: its metadata stays. */
    default void destroy(String path, int version) {
        administrator().demand("PUT", "secret/destroy/" + path, Map.of("versions", List.of(version)));
    }

    /** The keys that {@code deploy/k8s/vault/role.sh} makes. */
    default void makeTransitKeys() {
        administrator().demand("POST", "transit/keys/rocketmat", Map.of("type", "aes256-gcm96"));
        administrator().demand("POST", "transit/keys/rocketmat-signing", Map.of("type", "ed25519"));
    }

    /** As {@code vault write -f transit/keys/<key>/rotate}. */
    default void rotate(String key) {
        administrator().demand("POST", "transit/keys/" + key + "/rotate", Map.of());
    }

    /** As {@code vault write transit/keys/<key>/config min_decryption_version=<version>}. */
    default void forgetBefore(String key, int version) {
        administrator().demand("POST", "transit/keys/" + key + "/config", Map.of("min_decryption_version", version));
    }

    @Override
    void close();
}
