package com.rocketmat.tenant;

import io.quarkus.vault.VaultKVSecretEngine;
import io.quarkus.vault.client.VaultClientException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;

/** What this service asks Vault for. A 404 is an answer: nothing is there. */
@ApplicationScoped
class VaultSecrets {

    private static final int NOT_FOUND = 404;

    private final VaultKVSecretEngine engine;

    VaultSecrets(VaultKVSecretEngine engine) {
        this.engine = engine;
    }

    sealed interface Read {
        record Found(Map<String, String> secret) implements Read {}

        record Absent() implements Read {}

        record Failed(String reason) implements Read {}
    }

    /** The names in a folder; none when there is no such folder. */
    List<String> list(String folder) {
        try {
            return engine.listSecrets(folder);
        } catch (VaultClientException e) {
            if (e.getStatus() == NOT_FOUND) {
                return List.of();
            }
            throw e;
        }
    }

    Read read(String path) {
        try {
            return new Read.Found(engine.readSecret(path));
        } catch (VaultClientException e) {
            return e.getStatus() == NOT_FOUND
                    ? new Read.Absent()
                    : new Read.Failed("Vault answered %d for %s".formatted(e.getStatus(), path));
        } catch (RuntimeException e) {
            return new Read.Failed("Vault could not be read at %s (%s)".formatted(path, cause(e)));
        }
    }

    /** The kind of failure; its message may hold an answer's body. */
    static String cause(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root instanceof VaultClientException e
                ? "status " + e.getStatus()
                : root.getClass().getSimpleName();
    }
}
