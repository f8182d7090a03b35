package com.rocketmat.tenant.settings;

import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.settings.TenantSettings.DecisionLog;
import com.rocketmat.tenant.settings.TenantSettings.Mode;
import com.rocketmat.tenant.settings.TenantSettings.Rescore;
import com.rocketmat.tenant.settings.TenantSettings.WriteMode;
import java.net.URI;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.zone.ZoneRulesProvider;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Parses a Vault secret into settings. Errors name the key and the remedy, never the value. */
public final class TenantSecret {

    static final Set<String> KEYS = Set.of("""
            harvest_client_id harvest_client_secret harvest_api_key harvest_user_id harvest_url schedule time_zone
            score_field reasons_field jobs applications_since rescore mode write_mode webhook_secret opt_out_field
            decisions training_schedule training_label""".split("\\s+"));

    /** The number of unknown keys that are named. */
    private static final int NAMED_KEYS = 5;

    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    private final TenantId tenant;
    private final Map<String, String> secret;
    private final List<String> faults = new ArrayList<>();

    private TenantSecret(TenantId tenant, Map<String, String> secret) {
        this.tenant = tenant;
        this.secret = secret;
    }

    public sealed interface Outcome {
        record Valid(TenantSettings settings) implements Outcome {}

        record Invalid(String reason) implements Outcome {}

        /**
         * Well-formed, but the credential belongs to another tenant.
         *
         * @param reason names no other tenant: an operator of this one may not know of it
         * @param others the tenants with this credential, for the log
         */
        record CredentialShared(String reason, String others) implements Outcome {}

        /** Invalid, and the credential of the last valid version belongs to another tenant. Reason and others as above. */
        record LastValidShared(String reason, String others) implements Outcome {}

        record Unread(String reason) implements Outcome {}
    }

    public static Outcome parse(TenantId tenant, Map<String, String> secret) {
        return new TenantSecret(tenant, secret).parse();
    }

    private Outcome parse() {
        unknownKeys();
        Credential credential = credential();
        Optional<Long> userId =
                read("harvest_user_id", TenantSecret::id, "must be the numeric id of a Greenhouse user");
        if (credential instanceof Credential.ApiKey && !secret.containsKey("harvest_user_id")) {
            faults.add("harvest_user_id: missing; a harvest_api_key needs the user to act as");
        }
        ZoneId zone = read("time_zone", TenantSecret::zone, "must be an IANA name such as Europe/Lisbon")
                .orElse(ZoneId.of("UTC"));
        TenantSettings settings = new TenantSettings(
                tenant,
                credential,
                userId,
                read("harvest_url", TenantSecret::address, HttpAddress.RULE),
                read(
                                "schedule",
                                text -> TenantSchedule.parse(text, zone),
                                "must be a five-field cron that fires, or a duration from 5s to 366d such as 15m")
                        .orElseGet(() -> TenantSchedule.parse("15m", zone)),
                read("score_field", TenantSecret::nameKey, "must be the name_key of a custom field")
                        .orElse("rocketmat"),
                read("reasons_field", TenantSecret::nameKey, "must be the name_key of a custom field"),
                read("jobs", TenantSecret::ids, "must be job ids separated by commas")
                        .orElse(Set.of()),
                read("applications_since", LocalDate::parse, "must be a date such as 2026-11-01"),
                choice("rescore", Rescore.class).orElse(Rescore.NEVER),
                choice("mode", Mode.class).orElse(Mode.LIVE),
                read("write_mode", TenantSecret::writeMode, "must be one of full, merge")
                        .orElse(WriteMode.FULL),
                read("webhook_secret", Secret::new, "must be a text, and not empty"),
                read("opt_out_field", TenantSecret::nameKey, "must be the name_key of a yes/no custom field"),
                choice("decisions", DecisionLog.class).orElse(DecisionLog.SCORES),
                read(
                        "training_schedule",
                        text -> cron(text, zone),
                        "must be a five-field cron that fires, such as 0 3 1 * *"),
                read("training_label", TrainingLabel::parse, "must be hired or stage:<name of a stage>")
                        .orElse(TrainingLabel.HIRED));
        if (faults.isEmpty()) {
            return new Outcome.Valid(settings);
        }
        return new Outcome.Invalid(String.join("; ", faults));
    }

    /** The secret may be a different file by mistake; its faults are stored and shown in lists. */
    private void unknownKeys() {
        Set<String> unknown = new TreeSet<>(secret.keySet());
        unknown.removeAll(KEYS);
        unknown.stream()
                .limit(NAMED_KEYS)
                .map(key -> CONTROL.matcher(key).replaceAll("?"))
                .forEach(key -> faults.add("%.60s: unknown key; remove it or correct its name".formatted(key)));
        if (unknown.size() > NAMED_KEYS) {
            faults.add("and %d more unknown keys".formatted(unknown.size() - NAMED_KEYS));
        }
    }

    private Credential credential() {
        boolean v3 = secret.containsKey("harvest_client_id") || secret.containsKey("harvest_client_secret");
        boolean v1 = secret.containsKey("harvest_api_key");
        if (v3 && v1) {
            faults.add("harvest_api_key: remove it, or remove harvest_client_id and harvest_client_secret;"
                    + " exactly one kind of credential may be present");
        }
        return v1
                ? new Credential.ApiKey(required("harvest_api_key"))
                : new Credential.OAuthClient(required("harvest_client_id"), required("harvest_client_secret"));
    }

    private Secret required(String key) {
        if (!secret.containsKey(key)) {
            faults.add("%s: missing".formatted(key));
        }
        return read(key, Secret::new, "must be a text, and not empty").orElse(null);
    }

    private <T> Optional<T> read(String key, Function<String, T> parser, String remedy) {
        if (!secret.containsKey(key)) {
            return Optional.empty();
        }
        String text = secret.get(key);
        try {
            // PostgreSQL stores no NUL
            if (text != null && !text.isBlank() && text.indexOf('\0') < 0) {
                return Optional.of(parser.apply(text.strip()));
            }
        } catch (RuntimeException e) {
            // cron-utils throws various exceptions; a message may quote the value, perhaps a secret under a wrong key
        }
        faults.add("%s: %s".formatted(key, remedy));
        return Optional.empty();
    }

    private <E extends Enum<E>> Optional<E> choice(String key, Class<E> type) {
        Function<E, String> spelling =
                value -> value.name().toLowerCase(Locale.ROOT).replace('_', '-');
        List<E> values = Arrays.asList(type.getEnumConstants());
        String allowed = values.stream().map(spelling).collect(Collectors.joining(", "));
        return read(
                key,
                text -> values.stream()
                        .filter(value -> spelling.apply(value).equals(text))
                        .findFirst()
                        .orElseThrow(IllegalArgumentException::new),
                "must be one of " + allowed);
    }

    /** {@code auto} is another name of {@code full}. */
    private static WriteMode writeMode(String text) {
        return switch (text) {
            case "full", "auto" -> WriteMode.FULL;
            case "merge" -> WriteMode.MERGE;
            default -> throw new IllegalArgumentException();
        };
    }

    /** A duration would start again with each restart, and trainings are far apart. */
    private static TenantSchedule cron(String text, ZoneId zone) {
        TenantSchedule schedule = TenantSchedule.parse(text, zone);
        if (schedule instanceof TenantSchedule.Cron) {
            return schedule;
        }
        throw new IllegalArgumentException();
    }

    private static Long id(String text) {
        // parseLong alone also reads signs and the digits of other scripts
        if (!text.matches("[1-9]\\d*")) {
            throw new IllegalArgumentException();
        }
        return Long.valueOf(text);
    }

    private static Set<Long> ids(String text) {
        return Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .map(TenantSecret::id)
                .collect(Collectors.toSet());
    }

    private static String nameKey(String text) {
        if (!text.matches("[A-Za-z0-9_-]{1,255}")) {
            throw new IllegalArgumentException();
        }
        return text;
    }

    /** Only a name of the time zone database: an offset such as +02:00 has no summer time. */
    private static ZoneId zone(String text) {
        if (!ZoneRulesProvider.getAvailableZoneIds().contains(text)) {
            throw new IllegalArgumentException();
        }
        return ZoneId.of(text);
    }

    private static URI address(String text) {
        return new HttpAddress().convert(text.replaceAll("/+$", ""));
    }
}
