package com.rocketmat.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NoticeReaderTest {

    private static final String FIELD = "fit_score";
    private static final String OPT_OUT = "fit_score_not_wanted";

    @ParameterizedTest
    @ValueSource(strings = {"new_candidate_application", "unreject_candidate", "candidate_stage_change"})
    void anApplicationIsReadById(String action) {
        assertThat(read(application(action, "false", "{'name':'Fit score','type':'number','value':41}")))
                .contains(new Notice(action, Effect.READ, Set.of(7_120_034_002L), Optional.of(6_900_112_002L), none()));
    }

    @Test
    void prospectsAreNotRead() {
        assertThat(read(application("new_candidate_application", "true", "null")))
                .contains(Notice.withoutEffect("new_candidate_application"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'name':'Fit score','type':'number','value':null}",
                "{'name':'Fit score','type':'number','value':[]}",
                "{'name':'Fit score','type':'number','value':''}",
                "null"
            })
    void anUpdatedApplicationIsReadIfItsScoreIsMissing(String field) {
        assertThat(read(application("application_updated", "false", field))
                        .orElseThrow()
                        .effect())
                .isEqualTo(Effect.READ);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'name':'Fit score','type':'number','value':0}",
                "{'name':'Fit score','type':'number','value':41.5}",
                "{'name':'Fit score','type':'short_text','value':'41'}",
                "{'name':'Fit score','type':'multi_select','value':['41']}",
                "{'name':'Fit score','type':'currency','value':{'amount':41}}"
            })
    void theEchoOfAnOwnWriteHasNoEffect(String field) {
        assertThat(read(application("application_updated", "false", field)))
                .contains(Notice.withoutEffect("application_updated"));
    }

    /** Even if it is scored or closed, since no list shows a closed one. */
    @ParameterizedTest
    @CsvSource({"true, true", "\"Yes\", true", "false, false", "null, false", "\"\", false", "[], false"})
    void anUpdatedApplicationIsReadIfItsCandidateObjects(String value, boolean isRead) {
        String scored = "{'name':'Fit score','type':'number','value':41}";
        String objecting = scored + ",'%s':{'name':'No scores','type':'boolean','value':%s}".formatted(OPT_OUT, value);

        assertThat(read(application("application_updated", "false", objecting))
                        .orElseThrow()
                        .effect())
                .isEqualTo(isRead ? Effect.READ : Effect.NOTHING);
    }

    @Test
    void aFieldWithTheScoreFieldAsPrefixIsNotTheScoreField() {
        String body = application("application_updated", "false", "null")
                .replace("\"" + FIELD + "\":", "\"" + FIELD + "_2\":");

        assertThat(read(body)).as("the score field is not shown").contains(Notice.withoutEffect("application_updated"));
    }

    @ParameterizedTest
    @CsvSource({"deleted_application_ids", "application_ids"})
    void aDeletedCandidateMayNameItsApplications(String key) {
        assertThat(read("{'action':'delete_candidate','payload':{'person':{'id':9,'first_name':'Ada','" + key
                        + "':[7,8]}}}"))
                .contains(new Notice(
                        "delete_candidate", Effect.ERASE_CANDIDATE, Set.of(7L, 8L), Optional.of(9L), none()));
    }

    @Test
    void aDeletedCandidateMayNameNoApplication() {
        assertThat(read("{'action':'delete_candidate','payload':{'person':{'id':9,'deleted_application_ids':[]}}}"))
                .contains(new Notice("delete_candidate", Effect.ERASE_CANDIDATE, Set.of(), Optional.of(9L), none()));
        assertThat(read("{'action':'delete_candidate','payload':{'person':{'id':9}}}"))
                .isPresent();
    }

    @Test
    void aBodyWithAMillionValuesIsRefused() {
        String values = "1,".repeat(1_000_000);

        assertThat(read("{'action':'delete_candidate','payload':{'person':{'id':9,'other':[" + values + "1]}}}"))
                .isEmpty();
    }

    @Test
    void everyOtherActionAboutACandidateHasItsEffect() {
        assertThat(read("{'action':'merge_candidate','payload':{'person':{'id':9,'new_candidate_id':10}}}"))
                .contains(new Notice("merge_candidate", Effect.MERGE, Set.of(), Optional.of(9L), Optional.of(10L)));
        assertThat(
                        read(
                                "{'action':'candidate_anonymized','payload':{'candidate_id':9,'anonymized_fields':['full_name']}}"))
                .contains(
                        new Notice("candidate_anonymized", Effect.ERASE_CANDIDATE, Set.of(), Optional.of(9L), none()));
        assertThat(
                        read(
                                "{'action':'delete_application','payload':{'application':{'id':7,'candidate_id':9,'job_id':5}}}"))
                .contains(new Notice(
                        "delete_application", Effect.ERASE_APPLICATION, Set.of(7L), Optional.of(9L), none()));
        assertThat(read("{'action':'update_candidate','payload':{'candidate':{'id':9,'tags':['x']}}}"))
                .contains(new Notice("update_candidate", Effect.READ_CANDIDATE, Set.of(), Optional.of(9L), none()));
    }

    @Test
    void aDeletedProspectIsErasedLikeAnyApplication() {
        assertThat(read(application("delete_application", "true", "null"))
                        .orElseThrow()
                        .effect())
                .isEqualTo(Effect.ERASE_APPLICATION);
    }

    @Test
    void anIdThatIsNullDoesNotHideAnother() {
        assertThat(
                        read(
                                "{'action':'delete_application','payload':{'application':{'id':7,'candidate':{'id':9},'candidate_id':null}}}"))
                .contains(new Notice(
                        "delete_application", Effect.ERASE_APPLICATION, Set.of(7L), Optional.of(9L), none()));
    }

    /** Greenhouse would reject each call that names it. */
    @ParameterizedTest
    @ValueSource(strings = {"0", "-7", "9223372036854775808", "99999999999999999999999", "1.5", "'7'"})
    void anInvalidIdIsRefused(String id) {
        assertThat(read("""
                {"action": "new_candidate_application", "payload": {"application": {"id": %s}}}""".formatted(id))).isEmpty();
        assertThat(read("""
                {"action": "merge_candidate", "payload": {"person": {"id": 7, "new_candidate_id": %s}}}""".formatted(id))).isEmpty();
    }

    @Test
    void anIdMayHave64Bits() {
        assertThat(read("""
                {"action": "new_candidate_application", "payload": {"application": {"id": 9223372036854775807}}}""")).isPresent();
    }

    @Test
    void theActionMayComeLast() {
        assertThat(read("{'payload':{'application':{'id':7,'candidate_id':9}},'action':'delete_application'}"))
                .isPresent();
    }

    @Test
    void anActionWithoutEffectKeepsNoIdAndAnUnknownOneNoName() {
        assertThat(read(application("hire_candidate", "false", "null")))
                .contains(Notice.withoutEffect("hire_candidate"));
        assertThat(read(application("ping", "false", "null"))).contains(Notice.withoutEffect("ping"));
        assertThat(read(application("candidate_exploded", "false", "null"))).contains(Notice.withoutEffect("other"));
        assertThat(read("{'action':'web_hook_ping','payload':{'web_hook':{'id':1}}}"))
                .contains(Notice.withoutEffect("other"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "{'action':''}",
                "{'action':",
                "{'action':'ping'",
                "action=ping",
                "{'action':'new_candidate_application','payload':{}}",
                "{'action':'new_candidate_application','payload':{'application':{'id':'seven'}}}",
                "{'action':'delete_candidate','payload':{'person':{'id':99999999999999999999999}}}",
                "{'action':'merge_candidate','payload':{'person':{'id':9}}}",
                "{'action':'merge_candidate','payload':{'person':{'new_candidate_id':10}}}"
            })
    void anUnreadableBodyIsNoNotice(String body) {
        assertThat(read(body)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"250000, true", "300000, false", "4000000, false"})
    void anOverlongTextIsRefusedAndNotBuffered(int length, boolean isRead) {
        String text = "x".repeat(length);

        assertThat(read(application("new_candidate_application", "false", "'" + text + "'"))
                        .isPresent())
                .isEqualTo(isRead);
    }

    @Test
    void oneEventNamesAtMostAThousandApplications() {
        String ids = LongStream.rangeClosed(1, 1_001).mapToObj(String::valueOf).collect(Collectors.joining(","));

        assertThat(read("{'action':'delete_candidate','payload':{'person':{'id':9,'application_ids':[" + ids + "]}}}")
                        .orElseThrow()
                        .applications())
                .hasSize(1_000)
                .contains(1_000L);
    }

    @Test
    void aValueNestedTooDeeplyIsNoScore() {
        assertThat(read(application("application_updated", "false", "{'name':'Fit score','value':{'of':'41'}}")))
                .contains(Notice.withoutEffect("application_updated"));
        assertThat(read(application("application_updated", "false", "{'name':'Fit score','value':{'of':['41']}}"))
                        .orElseThrow()
                        .effect())
                .isEqualTo(Effect.READ);
    }

    @Test
    void aDeeplyNestedBodyIsRefused() {
        assertThat(read("{'action':'ping','payload':" + "[".repeat(5_000))).isEmpty();
    }

    private static String application(String action, String prospect, String field) {
        return """
                {"action":"%s","payload":{"application":{"id":7120034002,"prospect":%s,"status":"active",
                 "current_stage":{"id":991,"name":"Application Review","interviews":[]},
                 "custom_fields":{"%s":%s,"salary":{"name":"Salary","type":"number","value":1}},
                 "candidate":{"id":6900112002,"first_name":"Zo\\u00eb","last_name":"B","attachments":[{"id":3}],
                  "custom_fields":{"%3$s":{"value":5}}},
                 "jobs":[{"id":5512001002,"name":"Analyst","status":"open"}]}}}""".formatted(action, prospect, FIELD, field);
    }

    private static Optional<Long> none() {
        return Optional.empty();
    }

    /** In parts that end anywhere; {@code '} stands for {@code "}. */
    private static Optional<Notice> read(String body) {
        NoticeReader reader = new NoticeReader(FIELD, OPT_OUT);
        byte[] bytes = body.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        for (int from = 0; from < bytes.length; from += 37) {
            reader.add(Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + 37)));
        }
        return reader.end();
    }
}
