package com.rocketmat.tenant.vault;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** What this service reads from the KV engine. */
@ApplicationScoped
public class VaultSecrets {

    /** A path below Vault's mount. */
    public static final String PATH = "[^/]+(/[^/]+)*";

    public static final String PATH_RULE = "must have no slash at either end, and no two in a row";

    /** After this time detailed lists are tried again: Vault may have been replaced, or its policy corrected. */
    private static final Duration PLAIN_FOR = Duration.ofHours(1);

    private final VaultApi api;
    private final Clock clock;
    private volatile Instant plainUntil = Instant.MIN;

    public VaultSecrets(VaultApi api, Clock clock) {
        this.api = api;
        this.clock = clock;
    }

    public sealed interface Read {
        record Found(Map<String, String> secret, SecretVersion version) implements Read {}

        /** The version that was read before. */
        record Unchanged() implements Read {}

        /** Vault reports no readable version. */
        record Absent() implements Read {}

        /** Vault refuses this secret. */
        record Refused(String reason) implements Read {}

        /** Vault returns no secrets at present. */
        record NoAnswer(String reason) implements Read {}
    }

    /**
     * A name in a folder, with its latest version. The version is empty if the list does not show it, or shows a time of deletion, which
     * Vault compares with its own clock: only a read shows the state then. {@code gone} if it is destroyed, or never existed.
     */
    record Entry(String name, Optional<SecretVersion> version, boolean gone) {}

    /**
     * The names in a folder; empty if the engine reports that nothing is there. OpenBao returns their versions too. HashiCorp
     * Vault does not, so each secret has to be read to see whether it changed.
     *
     * @throws VaultFailure for any other answer
     */
    List<Entry> list(String folder) {
        if (clock.instant().isBefore(plainUntil)) {
            return plain(folder);
        }
        try {
            return detailed(api.list("detailed-metadata/" + folder).at("/data/key_info"));
        } catch (VaultFailure e) {
            if (e.isGeneral()) {
                throw e;
            }
            List<Entry> names = plain(folder);
            if (!names.isEmpty()) {
                Log.infof(
                        "%s; reading every secret at each refresh instead. OpenBao lists versions; its policy has to allow it",
                        e.getMessage());
                plainUntil = clock.instant().plus(PLAIN_FOR);
            }
            return names;
        }
    }

    public Read read(String path) {
        return read(() -> api.read("data/" + path));
    }

    /** An earlier version; absent if Vault keeps it no longer. */
    Read read(String path, long version) {
        return read(() -> api.read("data/" + path, version));
    }

    private static Read read(Supplier<JsonNode> call) {
        try {
            return found(call.get().path("data"));
        } catch (VaultFailure e) {
            if (e.isNothingThere()) {
                return new Read.Absent();
            }
            return e.isGeneral() ? new Read.NoAnswer(e.getMessage()) : new Read.Refused(e.getMessage());
        } catch (RuntimeException e) {
            // no client, for example without an address; its message may quote its configuration
            return new Read.NoAnswer(
                    "Vault could not be called (%s)".formatted(e.getClass().getSimpleName()));
        }
    }

    private static Read.Found found(JsonNode answer) {
        Map<String, String> secret = new HashMap<>();
        answer.path("data").properties().forEach(key -> secret.put(key.getKey(), text(key.getValue())));
        JsonNode metadata = answer.path("metadata");
        return new Read.Found(
                secret,
                new SecretVersion(
                        metadata.path("version").asInt(),
                        metadata.path("created_time").asText()));
    }

    /** Numbers and flags in their JSON form, no lists and objects; {@code kv put} writes only texts. */
    private static String text(JsonNode value) {
        return value.isNull() || value.isContainerNode() ? null : value.asText();
    }

    private List<Entry> detailed(JsonNode secrets) {
        List<Entry> entries = new ArrayList<>();
        secrets.properties().forEach(secret -> {
            int number = secret.getValue().path("current_version").asInt();
            JsonNode latest = secret.getValue().path("versions").path(String.valueOf(number));
            SecretVersion version =
                    new SecretVersion(number, latest.path("created_time").asText());
            entries.add(new Entry(
                    secret.getKey(),
                    Optional.of(version)
                            .filter(_ -> latest.path("deletion_time").asText().isEmpty()),
                    latest.path("destroyed").asBoolean(latest.isMissingNode())));
        });
        return entries;
    }

    private List<Entry> plain(String folder) {
        try {
            List<Entry> names = new ArrayList<>();
            api.list("metadata/" + folder)
                    .at("/data/keys")
                    .forEach(name -> names.add(new Entry(name.asText(), Optional.empty(), false)));
            return names;
        } catch (VaultFailure e) {
            if (e.isNothingThere()) {
                return List.of();
            }
            throw e;
        }
    }
}
