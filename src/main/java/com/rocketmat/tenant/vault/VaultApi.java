package com.rocketmat.tenant.vault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.vault.client.VaultClient;
import io.quarkus.vault.client.VaultClientException;
import io.quarkus.vault.client.common.VaultErrorResponse;
import io.quarkus.vault.client.common.VaultRequest;
import io.quarkus.vault.client.common.VaultResponse;
import io.quarkus.vault.runtime.VaultConfigHolder;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Vault's HTTP API through quarkus-vault's own client, which logs in, renews its token, and logs in again when it ends.
 * quarkus-vault's KV engine supports neither versions nor detailed lists, and its transit engine no data keys. Answers are read as trees, which need no reflection.
 */
@ApplicationScoped
// the client reads Vault's errors into this class; unregistered, a native image would see no error messages, and would
// not log in again when Vault refuses to renew a token
@RegisterForReflection(targets = VaultErrorResponse.class)
class VaultApi {

    private static final ObjectMapper JSON = new ObjectMapper();
    /** A call may log in first, and again after a 403, each within the read timeout. */
    private static final int STEPS = 4;

    private final VaultClient client;
    private final String mount;
    private final String transit;
    private final boolean givenToken;
    private final Duration patience;

    @Inject
    VaultApi(VaultClient client, VaultConfigHolder config) {
        this(
                client,
                config.getVaultRuntimeConfig().kvSecretEngineMountPath(),
                config.getVaultRuntimeConfig().transitSecretEngineMountPath(),
                config.getVaultRuntimeConfig().authentication().isDirectClientToken());
    }

    VaultApi(VaultClient client, String mount, String transit, boolean givenToken) {
        this.client = client;
        this.mount = mount;
        this.transit = transit;
        this.givenToken = givenToken;
        this.patience = client.getRequestTimeout().multipliedBy(STEPS);
    }

    /** Whether the token was configured, instead of obtained by a login. */
    boolean hasGivenToken() {
        return givenToken;
    }

    /** Reads below the KV engine's mount, such as {@code data/rocketmat/operators}. */
    JsonNode read(String path) {
        return secret(VaultRequest.get("read secret").path(mount, path), path);
    }

    JsonNode read(String path, long version) {
        return secret(VaultRequest.get("read secret").path(mount, path).queryParam("version", version), path);
    }

    private JsonNode secret(VaultRequest.Builder<?> request, String path) {
        return send(request, path, VaultFailure::unparsable);
    }

    /** Lists below the KV engine's mount, such as {@code metadata/rocketmat}. */
    JsonNode list(String path) {
        return send(VaultRequest.list("list secrets").path(mount, path), path);
    }

    /** Uses a key below the transit engine's mount, such as {@code decrypt/rocketmat}. */
    JsonNode transit(String path, Map<String, String> request) {
        return send(VaultRequest.post("use transit key").path(transit, path).body(request), path);
    }

    JsonNode renewToken() {
        String path = "auth/token/renew-self";
        return send(VaultRequest.post("renew token").path(path).body(Map.of()), path);
    }

    private JsonNode send(VaultRequest.Builder<?> request, String path) {
        return send(request, path, VaultFailure::unreadable);
    }

    /** @param unparsable the failure for an answer that is not JSON, or too deep or too long to read */
    private JsonNode send(VaultRequest.Builder<?> request, String path, Function<String, VaultFailure> unparsable) {
        try {
            JsonNode answer = client.execute(request.expectOkStatus().build(VaultApi::tree))
                    .toCompletableFuture()
                    .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                    .join()
                    .getResult();
            if (answer == null
                    || !(answer.path("data").isObject() || answer.path("auth").isObject())) {
                // not Vault's: a proxy answers an empty page, or one of its own
                throw VaultFailure.unreadable(path);
            }
            return answer;
        } catch (CompletionException e) {
            throw failure(root(e), path);
        } catch (UncheckedIOException e) {
            // of the parser; its message may quote the answer
            throw unparsable.apply(path);
        }
    }

    private static Optional<JsonNode> tree(VaultResponse<JsonNode> response) {
        return response.getBody().map(VaultApi::parse);
    }

    private static JsonNode parse(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static VaultFailure failure(Throwable cause, String path) {
        if (cause instanceof VaultClientException e && e.getStatus() != null) {
            return e.getStatus() == 404 && isOfTheEngine(e.getBody())
                    ? VaultFailure.nothingAt(path)
                    : VaultFailure.answered(e.getStatus(), path);
        }
        return VaultFailure.silent(path, cause);
    }

    /**
     * For a missing path the engine answers with an empty list of errors, for a deleted version with its metadata. A missing
     * mount is reported as an error, and a gateway's 404 is not JSON.
     */
    private static boolean isOfTheEngine(String body) {
        if (body == null) {
            return false;
        }
        try {
            JsonNode answer = JSON.readTree(body);
            boolean nothing =
                    answer.path("errors").isArray() && answer.path("errors").isEmpty();
            return nothing || answer.at("/data/metadata/version").isInt();
        } catch (IOException e) {
            return false;
        }
    }

    private static Throwable root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }
}
