package com.rocketmat.tenant.settings;

import static com.rocketmat.sandbox.TestTenants.EVERY_OPTION;
import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.guide.GuidePage;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.settings.TenantSecret.Outcome;
import com.rocketmat.tenant.settings.TenantSettings.DecisionLog;
import com.rocketmat.tenant.settings.TenantSettings.Mode;
import com.rocketmat.tenant.settings.TenantSettings.Rescore;
import com.rocketmat.tenant.settings.TenantSettings.WriteMode;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TenantSecretTest {

    private static final TenantId ACME = new TenantId("acme");
    private static final Pattern KEY = Pattern.compile("`(\\w+)`");
    private static final Map<String, String> SMALLEST =
            Map.of("harvest_client_id", "client-1002", "harvest_client_secret", "hunter2");

    @Test
    void aClientIsEnoughAndTheRestHasDefaults() {
        assertThat(settings(SMALLEST))
                .isEqualTo(new TenantSettings(
                        ACME,
                        new Credential.OAuthClient(new Secret("client-1002"), new Secret("hunter2")),
                        Optional.empty(),
                        Optional.empty(),
                        new TenantSchedule.Every(Duration.ofMinutes(15)),
                        "rocketmat",
                        Optional.empty(),
                        Set.of(),
                        Optional.empty(),
                        Rescore.NEVER,
                        Mode.LIVE,
                        WriteMode.FULL,
                        Optional.empty(),
                        Optional.empty(),
                        DecisionLog.SCORES,
                        Optional.empty(),
                        TrainingLabel.HIRED));
    }

    @Test
    void everyKeyIsRead() {
        TenantSettings settings = settings(with(EVERY_OPTION));

        assertThat(settings.userId()).contains(4_410_002_002L);
        assertThat(settings.harvestUrl()).contains(URI.create("https://harvest.example"));
        assertThat(settings.schedule()).isEqualTo(new TenantSchedule.Cron("0 6 * * 1-5", ZoneId.of("Europe/Lisbon")));
        assertThat(settings.scoreField()).isEqualTo("fit_score");
        assertThat(settings.reasonsField()).contains("fit_reasons");
        assertThat(settings.jobs()).containsExactlyInAnyOrder(5_512_001_002L, 7L);
        assertThat(settings.applicationsSince()).contains(LocalDate.of(2026, 11, 1));
        assertThat(settings.rescore()).isEqualTo(Rescore.ON_NEW_MODEL);
        assertThat(settings.mode()).isEqualTo(Mode.DRY_RUN);
        assertThat(settings.writeMode()).isEqualTo(WriteMode.MERGE);
        assertThat(settings.webhookSecret()).contains(new Secret("hook"));
        assertThat(settings.optOutField()).contains("no_scores");
        assertThat(settings.decisions()).isEqualTo(DecisionLog.FEATURES);
        assertThat(settings.trainingSchedule())
                .contains(new TenantSchedule.Cron("0 3 1 * *", ZoneId.of("Europe/Lisbon")));
        assertThat(settings.trainingLabel()).isEqualTo(new TrainingLabel(Optional.of("Phone Screen")));
        assertThat(settings.trainingLabel().text()).isEqualTo("stage:Phone Screen");
    }

    /** Credentials have their own tests. */
    @Test
    void everyKeyIsInTheGuide() throws IOException {
        Set<String> known = new TreeSet<>(SMALLEST.keySet());
        known.add("harvest_api_key");
        known.addAll(EVERY_OPTION.keySet());
        assertThat(TenantSecret.KEYS)
                .as("TestTenants.EVERY_OPTION has all others")
                .containsExactlyInAnyOrderElementsOf(known);
        EVERY_OPTION
                .keySet()
                .forEach(key -> assertThat(settings(without(key)))
                        .as("%s is read", key)
                        .isNotEqualTo(settings(with(EVERY_OPTION))));

        String page = GuidePage.named("tenants").text();
        String table = page.substring(page.indexOf("| key | default |"), page.indexOf("An unknown key"));
        assertThat(Pattern.compile("^\\| (.+?) \\|", Pattern.MULTILINE)
                        .matcher(table)
                        .results()
                        .flatMap(row -> KEY.matcher(row.group(1)).results())
                        .map(key -> key.group(1)))
                .as("the table of keys in tenants.md")
                .containsExactlyInAnyOrderElementsOf(TenantSecret.KEYS);
    }

    @Test
    void invalidTrainingOptionsAreRefused() {
        assertThat(settings(with(Map.of("training_label", "hired"))).trainingLabel())
                .isEqualTo(TrainingLabel.HIRED);
        assertThat(reason(with(Map.of("training_schedule", "30d"))))
                .startsWith("training_schedule: must be a five-field cron that fires,");
        assertThat(reason(with(Map.of("training_label", "stage:"))))
                .startsWith("training_label: must be hired or stage:");
        assertThat(reason(with(Map.of("training_label", "Hired")))).startsWith("training_label");
        assertThat(reason(with(Map.of("training_label", "Stage:Phone Screen")))).startsWith("training_label");
        assertThat(reason(with(Map.of("training_label", "stage:Phone\0Screen"))))
                .as("PostgreSQL stores no NUL")
                .startsWith("training_label");
    }

    @Test
    void surroundingWhitespaceIsIgnored() {
        assertThat(settings(with(Map.of("mode", " paused\n"))).mode()).isEqualTo(Mode.PAUSED);
    }

    @Test
    void aV1KeyNeedsAUser() {
        TenantSettings settings = settings(Map.of("harvest_api_key", "k", "harvest_user_id", "12"));

        assertThat(settings.credential()).isEqualTo(new Credential.ApiKey(new Secret("k")));
        assertThat(settings.userId()).contains(12L);
        assertThat(reason(Map.of("harvest_api_key", "k"))).startsWith("harvest_user_id: missing");
        assertThat(reason(Map.of("harvest_api_key", "k", "harvest_user_id", "me")))
                .isEqualTo("harvest_user_id: must be the numeric id of a Greenhouse user");
    }

    @Test
    void twoKindsOfCredentialAreRefused() {
        assertThat(reason(with(Map.of("harvest_api_key", "k", "harvest_user_id", "12"))))
                .contains("harvest_api_key")
                .contains("exactly one kind of credential may be present");
    }

    @Test
    void aMissingCredentialIsRefused() {
        for (Map<String, String> secret : List.of(Map.<String, String>of(), Map.of("mode", "live"))) {
            assertThat(reason(secret)).isEqualTo("harvest_client_id: missing; harvest_client_secret: missing");
        }
    }

    @ParameterizedTest
    @CsvSource({"harvest_client_id,harvest_client_secret", "harvest_client_secret,harvest_client_id"})
    void anIncompleteClientIsRefused(String present, String missing) {
        assertThat(reason(Map.of(present, "something"))).isEqualTo(missing + ": missing");
    }

    @ParameterizedTest
    @CsvSource({
        "harvest_client_id,''",
        "harvest_client_secret,' '",
        "harvest_user_id,0",
        "harvest_user_id,12a",
        "harvest_user_id,+12",
        "harvest_user_id,\u0661\u0662",
        "harvest_user_id,9223372036854775808",
        "harvest_url,harvest.greenhouse.io",
        "harvest_url,ftp://harvest.example",
        "harvest_url,https://user:secret@harvest.example",
        "harvest_url,https://harvest.example?cursor=1",
        "harvest_url,https://harvest.example/#top",
        "harvest_url,https://",
        "harvest_url,https://harvest.example:84430",
        "harvest_url,https://harvest.example:0",
        "harvest_url,https:harvest.greenhouse.io",
        "harvest_url,ht tp://x",
        "decisions,everything",
        "schedule,4s",
        "schedule,often",
        "schedule,0 0 * * |",
        "training_schedule,0 0 * * |",
        "schedule,''",
        "time_zone,Mars/Olympus",
        "time_zone,+02:00",
        "time_zone,UTC+1",
        "score_field,fit score",
        "score_field,''",
        "reasons_field,{}",
        "jobs,''",
        "jobs,'1,,2'",
        "jobs,'1,-2'",
        "applications_since,''",
        "applications_since,2026-02-30",
        "applications_since,2026-11-01T00:00:00Z",
        "rescore,always",
        "mode,dry_run",
        "write_mode,replace",
        "webhook_secret,' '",
        "opt_out_field,no scores"
    })
    void anInvalidValueIsRefusedWithKeyAndRemedy(String key, String value) {
        assertThat(reason(with(Map.of(key, value))))
                .matches(key + ": must [^;]*")
                .as("one fault only")
                .doesNotContain("; " + key);
    }

    /** Findings about a field are stored with its key and shown in lists. */
    @Test
    void aTooLongNameKeyIsRefused() {
        assertThat(reason(with(Map.of("score_field", "s".repeat(256)))))
                .isEqualTo("score_field: must be the name_key of a custom field");
        assertThat(settings(with(Map.of("score_field", "s".repeat(255)))).scoreField())
                .hasSize(255);
    }

    @ParameterizedTest
    @ValueSource(strings = {"4s", "367d", "0 0 30 2 *"})
    void theRemedyOfAScheduleDescribesCronAndDuration(String schedule) {
        assertThat(reason(with(Map.of("schedule", schedule))))
                .isEqualTo("schedule: must be a five-field cron that fires, or a duration from %ds to %dd such as 15m"
                        .formatted(TenantSchedule.SHORTEST.toSeconds(), TenantSchedule.LONGEST.toDays()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "harvest_client_id",
                "harvest_client_secret",
                "mode",
                "webhook_secret",
                "jobs",
                "applications_since"
            })
    void aNullValueIsRefused(String key) {
        Map<String, String> secret = with(Map.of());
        secret.put(key, null);

        assertThat(reason(secret)).startsWith(key + ": must");
    }

    @ParameterizedTest
    @CsvSource({"live,LIVE", "dry-run,DRY_RUN", "paused,PAUSED"})
    void everyModeIsRead(String text, Mode mode) {
        assertThat(settings(with(Map.of("mode", text))).mode()).isEqualTo(mode);
    }

    @ParameterizedTest
    @CsvSource({"auto,FULL", "full,FULL", "merge,MERGE"})
    void everyWriteModeIsRead(String text, WriteMode mode) {
        assertThat(settings(with(Map.of("write_mode", text))).writeMode()).isEqualTo(mode);
    }

    @Test
    void anInvalidChoiceListsTheValidOnes() {
        assertThat(reason(with(Map.of("mode", "on")))).isEqualTo("mode: must be one of live, dry-run, paused");
        assertThat(reason(with(Map.of("rescore", "yes")))).isEqualTo("rescore: must be one of never, on-new-model");
    }

    @Test
    void anAddressMayHavePlainHttpAndAPath() {
        assertThat(settings(with(Map.of("harvest_url", "http://localhost:8080/greenhouse//")))
                        .harvestUrl())
                .contains(URI.create("http://localhost:8080/greenhouse"));
    }

    @Test
    void anUnknownKeyIsRefused() {
        assertThat(reason(with(Map.of("harvest_clientid", "x"))))
                .isEqualTo("harvest_clientid: unknown key; remove it or correct its name");
    }

    @Test
    void manyUnknownKeysHaveAShortReasonWithoutControlCharacters() {
        Map<String, String> secret = with(Map.of());
        IntStream.range(0, 20_000).forEach(each -> secret.put("\0" + "k".repeat(1_000) + each, "x"));

        assertThat(reason(secret))
                .hasSizeLessThan(1_000)
                .startsWith("?kkk")
                .endsWith("; and 19995 more unknown keys")
                .doesNotContain("\0");
    }

    @Test
    void allFaultsAreReportedAtOnce() {
        String reason = reason(Map.of(
                "harvest_client_id", "x", "harvest_user_id", "no-number", "mode", "on", "Jobs", "1", "schedule", "1s"));

        assertThat(reason)
                .contains("Jobs: unknown key", "harvest_client_secret: missing", "mode: must", "schedule:")
                .as("without the values")
                .doesNotContain("no-number");
        assertThat(reason.split("; (?=[A-Za-z_]+: )", -1)).hasSize(5);
    }

    private static Map<String, String> without(String option) {
        Map<String, String> secret = with(EVERY_OPTION);
        secret.remove(option);
        return secret;
    }

    private static Map<String, String> with(Map<String, String> more) {
        Map<String, String> secret = new HashMap<>(SMALLEST);
        secret.putAll(more);
        return secret;
    }

    private static TenantSettings settings(Map<String, String> secret) {
        Outcome outcome = TenantSecret.parse(ACME, secret);
        assertThat(outcome).isInstanceOf(Outcome.Valid.class);
        return ((Outcome.Valid) outcome).settings();
    }

    private static String reason(Map<String, String> secret) {
        Outcome outcome = TenantSecret.parse(ACME, secret);
        assertThat(outcome).isInstanceOf(Outcome.Invalid.class);
        return ((Outcome.Invalid) outcome).reason();
    }
}
