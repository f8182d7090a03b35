package com.rocketmat;

import static com.rocketmat.sandbox.Within.within;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.rocketmat.sandbox.ApplicationProcess;
import com.rocketmat.sandbox.Operator;
import com.rocketmat.sandbox.PointsCustomer;
import com.rocketmat.sandbox.SandboxStack;
import com.rocketmat.sandbox.Shown;
import com.rocketmat.sandbox.greenhouse.Organisation;
import com.rocketmat.sandbox.greenhouse.Switches;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** An erased candidate's ids are in no column of any table, after further runs neither. */
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("ErasureIT")
@Tag("nightly")
class ErasureIT {

    private static final PointsCustomer CUSTOMER =
            PointsCustomer.named("erasing").with(3).carrying("notes", "kept");
    private static final String TENANT = "/api/tenants/" + CUSTOMER.name();

    @AutoClose
    private static SandboxStack stack;

    private static ApplicationProcess application;
    private static Operator operator;
    private static long leaver;
    private static List<Long> applications;
    private static long cleared;
    private static long ours;
    private static long edited;

    @BeforeAll
    static void start() {
        var organisation = CUSTOMER.organisation();
        leaver = organisation.addCandidate("Leandra", "Leaver");
        long job = organisation.addJob("Ferrywoman");
        Map<String, JsonNode> points = Map.of(
                "points", JsonNodeFactory.instance.numberNode(9.5), "notes", JsonNodeFactory.instance.textNode("kept"));
        applications = List.of(
                organisation.addApplication(leaver, job, points), organisation.addApplication(leaver, job, points));
        cleared = organisation.addCandidate("Clara", "Cleared");
        ours = organisation.addApplication(cleared, job, points);
        edited = organisation.addApplication(cleared, job, points);
        stack = SandboxStack.start(Path.of("target"), List.of(organisation));
        stack.greenhouse().switches().customFieldWrites = Switches.CustomFieldWrites.REPLACE;
        application = stack.startApplication(Map.of());
        operator = stack.operator(application);
        CUSTOMER.join(stack, operator, Map.of());
        within(30).until(() -> CUSTOMER.allRight() && written() == 7);
    }

    @Test
    void nothingOfTheCandidateIsInTheDatabaseNorDoesItComeBack() throws IOException, SQLException {
        assertThat(idsIn(dump())).as("before").contains(leaver).containsAll(applications);

        assertThat(operator.delete(TENANT + "/candidates/" + leaver).statusCode())
                .isEqualTo(204);
        assertThat(idsIn(dump())).isEmpty();

        int runs = ended();
        operator.runUntil(CUSTOMER.name(), () -> ended() > runs);
        assertThat(written()).isEqualTo(5);
        assertThat(CUSTOMER.allRight()).isTrue();
        assertThat(idsIn(dump())).isEmpty();
        assertThat(Files.readString(application.log()))
                .contains("Tenant %s is ACTIVE".formatted(CUSTOMER.name()))
                .doesNotContain(String.valueOf(leaver));

        organisation().setCustomField(edited, PointsCustomer.SCORE_FIELD, IntNode.valueOf(1));
        assertThat(operator.delete(TENANT + "/candidates/" + cleared + "?clear=true")
                        .statusCode())
                .isEqualTo(204);
        assertThat(CUSTOMER.score(ours)).isNull();
        assertThat(CUSTOMER.score(edited)).as("another's value").isEqualTo(1);
        assertThat(organisation().score(ours, "notes")).as("another field").isEqualTo("kept");
        List<String> kinds = operator.get(TENANT + "/decisions?limit=500").path("items.kind");
        assertThat(kinds).as("ours, not another's value").containsOnlyOnce("CLEARED");
        assertThat(kinds.indexOf("CLEARED")).isLessThan(kinds.lastIndexOf("ERASED"));
        assertThat(dump()).doesNotContain(String.valueOf(cleared), String.valueOf(ours), String.valueOf(edited));

        stack.database().execute("update run set error = 'application %d'".formatted(applications.getFirst()));
        assertThat(idsIn(dump())).as("a planted leak").containsExactly(applications.getFirst());
    }

    private static Organisation organisation() {
        return CUSTOMER.organisation();
    }

    private static String dump() {
        return Shown.database(stack.database().dataSource());
    }

    private static List<Long> idsIn(String text) {
        return Stream.concat(Stream.of(leaver), applications.stream())
                .filter(id -> Pattern.compile("(?<!\\d)%d(?!\\d)".formatted(id))
                        .matcher(text)
                        .find())
                .toList();
    }

    private static int written() {
        List<?> items =
                operator.get(TENANT + "/scores?status=WRITTEN&limit=500").path("items");
        return items.size();
    }

    private static int ended() {
        List<?> ended = operator.get(TENANT + "/runs?limit=500").path("items.findAll { it.endedAt != null }");
        return ended.size();
    }
}
