package com.rocketmat.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.rocketmat.model.Graph;
import com.rocketmat.sandbox.customer.PointsCustomer;
import com.rocketmat.sandbox.greenhouse.fault.Fault.Delay;
import com.rocketmat.sandbox.greenhouse.fault.Match;
import com.rocketmat.sandbox.process.ApplicationProcess;
import com.rocketmat.sandbox.stack.Operator;
import com.rocketmat.sandbox.stack.SandboxStack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** The console in a real browser with the packaged application; the browser's own log must have no errors. */
// first, because it takes longest
@Order(1)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ConsoleIT {

    private static final Duration WRITE_DELAY = Duration.ofSeconds(1);
    private static final int APPLICATIONS = 12;

    private static final PointsCustomer HARBOUR = customer("harbour", APPLICATIONS);
    private static final PointsCustomer LIGHTHOUSE = customer("lighthouse", 6);
    private static final PointsCustomer REHEARSAL = customer("rehearsal", 8);
    private static final PointsCustomer QUAY = customer("quay", 0);

    @TempDir
    static Path files;

    private static SandboxStack stack;
    private static ApplicationProcess application;
    private static Operator operator;

    private static Chromium chromium;

    private static PointsCustomer customer(String name, int applications) {
        PointsCustomer customer = PointsCustomer.named(name);
        Random random = new Random(name.hashCode());
        for (int i = 0; i < applications; i++) {
            customer.apply(Math.clamp(Math.round((random.nextGaussian() * 17 + 58) * 4) / 4.0, 0, 100));
        }
        return customer;
    }

    @BeforeAll
    static void start() throws IOException {
        assumeThat(Chromium.isInstalled())
                .as("Chromium and its driver must be installed: apt-get install chromium chromium-driver")
                .isTrue();
        LIGHTHOUSE.organisation().archiveField(PointsCustomer.SCORE_FIELD);
        stack = SandboxStack.start(
                Path.of("target"),
                Stream.of(HARBOUR, LIGHTHOUSE, REHEARSAL, QUAY)
                        .map(PointsCustomer::organisation)
                        .toList());
        stack.greenhouse()
                .faults()
                .on(Match.patch("/v3").organisation(HARBOUR.name()))
                .always()
                .answer(new Delay(WRITE_DELAY));
        application = stack.startApplication(Map.of());
        operator = stack.operator(application);
        chromium = Chromium.start();
        checkPageWithoutTenants();
        LIGHTHOUSE.join(stack, operator, Map.of("schedule", "15m"));
        REHEARSAL.join(stack, operator, Map.of("schedule", "15m", "mode", "dry-run"));
        QUAY.join(stack, operator, Map.of("schedule", "15m"));
        HARBOUR.appear(stack, operator, Map.of("schedule", "1h"));
        await().atMost(Duration.ofSeconds(60))
                .until(() -> "BLOCKED".equals(operator.tenant(LIGHTHOUSE.name()).path("state")));
        Files.write(files.resolve("points.onnx"), Graph.identity().toBytes());
        Files.writeString(files.resolve("points.json"), PointsCustomer.MANIFEST);
        // a paragraph of Markdown is one line
        Files.writeString(
                files.resolve("card.md"), "# Points\n\n" + "What it is for and who answers for it. ".repeat(20));
        Files.write(files.resolve("label-only.onnx"), Operator.resource("label_only.onnx"));
        Files.write(files.resolve("label-only.json"), Operator.resource("label_only.json"));
    }

    private static void checkPageWithoutTenants() {
        await("operators are known")
                .atMost(Duration.ofSeconds(60))
                .until(() -> operator.get("/api/tenants").statusCode() == 200);
        open("");
        signIn();
        chromium.awaitText(".empty", "No tenants yet");
        chromium.checkPage("no-tenants");
        signOut();
    }

    private static void signOut() {
        chromium.click(".who button");
        chromium.awaitText("h1", "Sign in");
        // a refresh after the end of the session is logged as an error
        assertThat(chromium.consoleErrors()).allMatch(line -> line.contains("401"));
    }

    @AfterAll
    static void stop() {
        Stream.of(chromium, application, stack).filter(part -> part != null).forEach(ConsoleIT::close);
    }

    private static void close(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @AfterEach
    void theConsoleHasNoErrors() {
        assertThat(chromium.consoleErrors()).isEmpty();
    }

    @Test
    @Order(1)
    void signingInRequiresAKnownToken() {
        open("");
        assertThat(chromium.address()).endsWith("/console/sign-in");
        chromium.checkPage("sign-in");
        chromium.type("#token", "guessed");
        chromium.click("main button");
        chromium.awaitText("#refused", "Unknown token");
        chromium.checkPage("sign-in-refused");
        // the browser itself logs every answer of 401
        assertThat(chromium.consoleErrors()).hasSize(1).allMatch(line -> line.contains("401"));
    }

    @Test
    @Order(2)
    void aBlockedTenantComesFirst() {
        open("/tenants/" + LIGHTHOUSE.name());
        signIn();
        chromium.awaitText("h1", LIGHTHOUSE.name());
        open("");
        assertThat(chromium.text(".tenants tbody tr:first-child"))
                .contains(LIGHTHOUSE.name())
                .contains("Blocked")
                .contains("rocketmat");
        chromium.type("#q", "reh");
        chromium.await(
                "one tenant matches", () -> chromium.text(".tenants tbody th").equals(REHEARSAL.name()));
        assertThat(chromium.address()).contains("q=reh");
        assertThat(chromium.text("#announcement")).contains("Matching tenants (1)");
    }

    @Test
    @Order(3)
    void theDoctorSaysWhatToDo() {
        open("");
        chromium.click(".tenants tbody tr:first-child a");
        chromium.click("#examine");
        chromium.awaitText("#doctor .verdict", "failed");
        assertThat(chromium.text("#doctor .verdict"))
                .as("the findings do not follow later changes")
                .endsWith("UTC");
        assertThat(chromium.text("#doctor .findings li:first-child"))
                .contains("Failed")
                .containsIgnoringCase("score field");
        assertThat(chromium.text("#doctor .findings li:first-child .remedy")).isNotBlank();
        assertThat(chromium.text("#announcement")).contains("failed");
        chromium.checkPage("doctor");
        // during a request, its form is not replaced
        chromium.script("document.getElementById('doctor').classList.add('htmx-request');"
                + " document.getElementById('actions').mark = true; refresh();");
        chromium.awaitTrue("a refresh waits", "return due");
        assertThat(chromium.script("return document.getElementById('actions').mark"))
                .isEqualTo(true);
        chromium.script("document.getElementById('doctor').classList.remove('htmx-request'); catchUp();");
        chromium.awaitTrue("the refresh is made up", "return document.getElementById('actions').mark === undefined");
        // in one script: a refresh in between would restore the form
        chromium.awaitTrue(
                "a form of another session is sent",
                "if (document.querySelector('.htmx-added')) { return false; }"
                        + " const examine = document.getElementById('examine');"
                        + " examine.form.elements.form_token.value = 'of another session'; examine.click(); return true;");
        chromium.awaitText("#problem", "Not from this page");
        chromium.script("refresh()");
        chromium.await("a refresh", () -> !chromium.exists("#live.htmx-request"));
        assertThat(chromium.text("#problem")).contains("Not from this page");
        assertThat(chromium.consoleErrors()).allMatch(line -> line.contains("403"));
        chromium.click("#examine");
        chromium.await("the problem is gone", () -> chromium.text("#problem").isBlank());
    }

    @Test
    @Order(4)
    void aModelWithoutScoreIsRefusedWithAReason() {
        open("/tenants/" + HARBOUR.name());
        chromium.awaitText("#models-title ~ .empty", "No model is active");
        chromium.checkPage("no-model");
        chromium.click("#models-title ~ .empty a");
        chromium.awaitText("#versions", "No versions yet");
        upload("label-only");
        chromium.awaitText("#refusal-title", "not stored");
        assertThat(chromium.text(".problem .remedy")).isNotBlank();
        chromium.checkPage("refused");
        // the browser logs answers of 422 too
        assertThat(chromium.consoleErrors()).allMatch(line -> line.contains("422"));
    }

    @Test
    @Order(5)
    void aModelIsUploadedAndActivatedAndItsScoresAppear() {
        open("/tenants/" + HARBOUR.name() + "/models");
        upload("points");
        chromium.awaitText(".notice", "no check failed");
        assertThat(chromium.text(".findings")).contains("dry-batch");
        chromium.checkPage("model");
        chromium.click("#activate");
        chromium.checkPage("activate");
        chromium.click("#confirm");
        chromium.awaitText(".notice", "Activated");

        open("/tenants/" + HARBOUR.name());
        chromium.click("#sync");
        chromium.awaitText(".notice", "You have requested a run");
        chromium.script("window.told = []; new MutationObserver(() =>"
                + " told.push(document.getElementById('announcement').textContent))"
                + ".observe(document.getElementById('announcement'), {childList: true})");
        chromium.await("the bar has started", () -> share() > 0 && share() < 1);
        double early = share();
        chromium.await("the bar moves by itself", () -> share() > early);
        chromium.takeScreenshots("running");
        chromium.await("the bar reaches the end", Duration.ofMinutes(2), () -> share() == 1 && done() == APPLICATIONS);
        assertThat(HARBOUR.allRight()).isTrue();
        chromium.await(
                "the end is announced",
                () -> String.valueOf(chromium.script("return told.at(-1)")).contains(APPLICATIONS + " scores written"));
        assertThat(chromium.script("return told"))
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .as("not each step is announced")
                .hasSizeLessThanOrEqualTo(3);
        assertThat(chromium.text("#scores-title ~ .counts")).contains("Written").contains(String.valueOf(APPLICATIONS));
        chromium.checkPage("tenant");
    }

    @Test
    @Order(6)
    void aTenantIsPausedAndResumed() {
        open("/tenants/" + HARBOUR.name());
        assertThat(
                        chromium.script(
                                "const submits = () => document.getElementById('pause').form.dispatchEvent("
                                        + "new Event('submit', {bubbles: true, cancelable: true}));"
                                        + " const sent = [submits(), submits()]; window.dispatchEvent(new Event('pageshow')); return sent"))
                .as("a second click does nothing")
                .isEqualTo(List.of(true, false));
        chromium.click("#pause");
        chromium.awaitText(".notice", "You have paused");
        chromium.await(
                "a reload does not repeat the notice", () -> chromium.address().endsWith(HARBOUR.name()));
        assertThat(chromium.text(".standing")).contains("Paused");
        assertThat(operator.tenant(HARBOUR.name()).<String>path("state")).isEqualTo("PAUSED");
        chromium.click("#resume");
        chromium.awaitText(".notice", "You have resumed");
        assertThat(operator.tenant(HARBOUR.name()).<String>path("state")).isEqualTo("ACTIVE");
    }

    @Test
    @Order(7)
    void aDryRunShowsWhatItWouldWrite() {
        open("/tenants/" + REHEARSAL.name());
        chromium.await(
                "the scores of the dry run",
                () -> chromium.text("#would-title ~ table tbody tr").lines().count() >= 8);
        assertThat(chromium.exists(
                        "#would-title ~ table th a[href$='/" + REHEARSAL.ids().getLast() + "']"))
                .as("a score leads to its application")
                .isTrue();
        chromium.checkPage("dry-run");
        open("/tenants/" + QUAY.name());
        chromium.awaitText("#headline", "found no application");
        chromium.checkPage("no-applications");
    }

    @Test
    @Order(8)
    void changesAppearWithoutReloading() {
        open("");
        chromium.script(
                "const link = document.querySelector('.tenants a');"
                        + " ['pointerdown', 'contextmenu'].forEach(type => link.dispatchEvent(new Event(type, {bubbles: true})));");
        operator.post("/api/tenants/" + REHEARSAL.name() + "/pause");
        chromium.await(
                "the page shows the pause",
                () -> chromium.text(".tenants tbody").contains("Paused"));
        operator.post("/api/tenants/" + REHEARSAL.name() + "/resume");
        chromium.awaitText(".tenants tbody", "Dry run");
        assertThat(chromium.script("const trigger = htmx.trigger; let asked = 0; htmx.trigger = () => asked++;"
                        + " stream.onmessage({data: CHANGED}); htmx.trigger = trigger; return asked"))
                .as("browsers that hear of a change together do not ask together")
                .isEqualTo(0L);
        operator.post("/api/pause");
        chromium.awaitText("#notices", "All tenants are paused");
        assertThat(chromium.text(".tiles")).contains("all tenants are paused");
        chromium.script("document.querySelector('#notices p').mark = true;"
                + " document.querySelector('.tenants tbody a').focus(); document.getElementById('live').mark = true;"
                + " refresh();");
        chromium.awaitTrue("a refresh", "return document.getElementById('live').mark === undefined");
        assertThat(chromium.script("return document.querySelector('#notices p').mark"))
                .as("the same notice stays")
                .isEqualTo(true);
        assertThat(chromium.script("return document.activeElement.closest('.tenants') !== null"))
                .as("the focus stays at its row")
                .isEqualTo(true);
        operator.post("/api/resume");
        chromium.await("the notice is gone", () -> chromium.text("#notices").isBlank());
        chromium.script("window.before = stream; longestSilence = 1; heard(); longestSilence = 40000;");
        chromium.awaitTrue("a silent stream is replaced", "return stream !== null && stream !== before");
        chromium.script("longestSilence = 1; disconnect(); connect();");
        chromium.script("clearTimeout(retry); disconnect(); connect();");
        chromium.awaitTrue("a second silent stream is reported", "return !document.getElementById('cut-off').hidden");
        chromium.script("longestSilence = 40000; clearTimeout(retry); connect();");
        chromium.awaitTrue("an event ends the report", "return document.getElementById('cut-off').hidden");
    }

    @Test
    @Order(9)
    void aShadowVersionIsComparedWithTheActiveOne() {
        stack.greenhouse().faults().clear();
        String models = "/api/tenants/" + HARBOUR.name() + "/models";
        String shadow = operator.upload(HARBOUR.name(), Graph.plus(3).toBytes(), PointsCustomer.MANIFEST)
                .path("version");
        open("/tenants/" + HARBOUR.name());
        chromium.awaitText("h1", HARBOUR.name());
        operator.post(models + "/" + shadow + "/shadow").then().statusCode(200);
        chromium.awaitText("#shadows", "A shadow version scores the same applications");
        for (int i = 0; i < 8; i++) {
            HARBOUR.apply(30 + 5 * i);
        }
        operator.runUntil(HARBOUR.name(), HARBOUR::allRight);
        open("/tenants/" + HARBOUR.name());
        chromium.awaitText("#shadows", "8 applications");
        assertThat(chromium.text("#shadows")).contains("+3 points");
        assertThat(chromium.script("return document.title")).asString().startsWith(HARBOUR.name());
        chromium.checkPage("shadow");
        chromium.script("document.getElementById('live').mark = true;"
                + " document.querySelector('#shadows .compared p').mark = true; refresh();");
        chromium.awaitTrue("a refresh", "return document.getElementById('live').mark === undefined");
        assertThat(chromium.script("return document.querySelector('#shadows .compared p').mark"))
                .as("the comparison is not read again")
                .isEqualTo(true);
        chromium.click("#shadows h2 a");
        chromium.awaitText("#compared", "8 applications");
        chromium.checkPage("comparison");
        chromium.click("#retire");
        chromium.click("#confirm-retire");
        chromium.awaitText(".notice", "This version no longer scores");
        open("/tenants/" + HARBOUR.name() + "/models");
        chromium.checkPage("models");
        open("");
        chromium.awaitText("#written-title ~ figure figcaption", APPLICATIONS + 8 + " scores");
        chromium.checkPage("overview");
    }

    @Test
    @Order(9)
    void anApplicationIsFoundByIdAndReadFromGreenhouse() {
        long application = HARBOUR.ids().getLast();
        open("/tenants/" + HARBOUR.name());
        chromium.type("#application", String.valueOf(application));
        chromium.click("#find button");
        chromium.awaitText("h1", "Application " + application);
        assertThat(chromium.text("#report")).contains("The score was sent to Greenhouse.", "How to contest");
        chromium.click("#look");
        chromium.awaitText("#looked", "The score field has a score of ours.");
        assertThat(chromium.text("#announcement")).isEqualTo("No new score is made for the application now.");
        chromium.checkPage("application");
    }

    @Test
    @Order(9)
    void modelsAuditLogAndStatusOfAllTenantsHavePages() {
        open("");
        chromium.click(".places a[href$=models]");
        chromium.awaitText(".versions", HARBOUR.name());
        chromium.checkPage("all-models");
        chromium.click(".places a[href$=audit]");
        chromium.awaitText(".audit", "POST /console/tenants/{tenant}/pause");
        chromium.checkPage("audit");
        chromium.click(".places a[href$=status]");
        chromium.awaitText(".replicas", "This one");
        chromium.checkPage("status");
    }

    @Test
    @Order(9)
    void severalTenantsAreExaminedAfterAPreview() {
        open("?q=h");
        chromium.click("#bulk button[formaction$=doctor]");
        chromium.awaitText("h1", "Run the doctor on 3 tenants");
        assertThat(chromium.text(".names")).contains(HARBOUR.name(), LIGHTHOUSE.name(), REHEARSAL.name());
        chromium.checkPage("bulk-preview");
        assertThat(chromium.script("const form = document.getElementById('confirm').form;"
                        + " const busy = () => form.querySelector('.busy').checkVisibility(); const seen = [busy()];"
                        + " form.dataset.sent = true; seen.push(busy()); delete form.dataset.sent; return seen"))
                .as("a submitted form shows that it is busy")
                .isEqualTo(List.of(false, true));
        chromium.click("#confirm");
        chromium.awaitText(".verdict", "Ran the doctor on 3 tenants, 1 of them with a failure.");
        assertThat(chromium.text(".findings li:first-child")).contains(LIGHTHOUSE.name());
        chromium.checkPage("bulk-done");
    }

    @Test
    @Order(10)
    void theKeyboardSkipsTheHeader() {
        open("");
        chromium.press(Keys.TAB);
        assertThat(chromium.script("return document.activeElement.className")).isEqualTo("skip");
        assertThat(chromium.script("return document.activeElement.getBoundingClientRect().top >= 0"))
                .as("the skip link is visible")
                .isEqualTo(true);
        chromium.press(Keys.ENTER);
        chromium.press(Keys.TAB);
        assertThat(chromium.script("return document.activeElement.id")).isEqualTo("q");
        assertThat(chromium.script("return getComputedStyle(document.activeElement).outlineStyle"))
                .as("the focus is visible")
                .isEqualTo("solid");
        chromium.press("light", Keys.ENTER);
        chromium.await(
                "the tenant is found", () -> chromium.text(".tenants tbody th").equals(LIGHTHOUSE.name()));
    }

    @Test
    @Order(11)
    void aFailedRequestIsShown() {
        open("");
        chromium.script("htmx.ajax('GET', '/console/tenants/absent', '#live')");
        chromium.awaitText("#problem", "No such tenant");
        assertThat(chromium.text(".tenants tbody"))
                .as("the previous content is still shown")
                .contains(HARBOUR.name());
        chromium.script("htmx.ajax('GET', '/api/tenants', '#live')");
        chromium.awaitText("#problem", "The request failed (HTTP status 401)");
        open("/tenants/absent");
        chromium.awaitText("#problem-title", "No such tenant");
        chromium.checkPage("not-found");
        open("/tenants/" + HARBOUR.name() + "/applications/1");
        chromium.awaitText("#report", "Nothing is stored");
        chromium.checkPage("unknown-application");
        open("/tenants/" + HARBOUR.name());
        chromium.script("const form = document.querySelector('#actions form');"
                + " form.elements.form_token.value = 'of another session'; form.submit();");
        chromium.awaitText("#problem-title", "Not from this page");
        chromium.checkPage("forbidden");
        assertThat(chromium.consoleErrors())
                .allMatch(line -> Stream.of("401", "403", "404").anyMatch(line::contains));
    }

    @Test
    @Order(12)
    void theChecksFindPlantedViolations() {
        open("");
        chromium.script("const p = document.createElement('p'); p.textContent = 'low contrast';"
                + " p.setAttribute('class', 'planted'); document.querySelector('main').append(p);"
                + " p.animate([{color: '#999', background: '#aaa'}], {duration: 1e9, fill: 'both'});"
                + " document.querySelector('main').append(document.createElement('button'));");
        assertThat(chromium.violations()).anyMatch(fault -> fault.contains("button-name"));
        chromium.script(
                "const s = document.createElement('script'); s.textContent = 'document.title = \"broken into\"';"
                        + " document.body.append(s);");
        assertThat(chromium.script("return document.title")).isNotEqualTo("broken into");
        assertThat(chromium.consoleErrors()).anyMatch(line -> line.contains("Content Security Policy"));
        chromium.script("const d = document.createElement('div'); d.id = 'wide'; d.textContent = 'x'.repeat(4000);"
                + " const pre = document.createElement('pre'); pre.append(d); document.querySelector('main').append(pre);"
                + " const sheet = new CSSStyleSheet(); sheet.replaceSync('pre { white-space: pre; overflow-wrap: normal }');"
                + " document.adoptedStyleSheets = [sheet];");
        assertThat(chromium.isWiderThanTheScreen()).isTrue();
    }

    @Test
    @Order(13)
    void anUnavailableDatabaseIsReportedOnAPage() {
        stack.database().stop();
        try {
            open("");
            chromium.awaitText("#problem-title", "Database unavailable");
            assertThat(chromium.text(".remedy")).contains("try again in");
            chromium.checkPage("unavailable");
        } finally {
            stack.database().restart();
        }
        chromium.await("the page is back", () -> {
            open("");
            return chromium.text("h1").equals("Tenants");
        });
        assertThat(chromium.consoleErrors()).allMatch(line -> line.contains("503"));
    }

    @Test
    @Order(14)
    void anEndedSessionLeadsToTheSignIn() {
        open("/tenants/" + HARBOUR.name());
        chromium.awaitTrue("the page listens", "return stream !== null && stream.readyState === 1");
        stack.database().execute("DELETE FROM console_session");
        chromium.script("disconnect(); connect();");
        chromium.awaitText("h1", "Sign in");
        signIn();
        chromium.awaitText("h1", HARBOUR.name());
        assertThat(chromium.consoleErrors()).allMatch(line -> line.contains("401"));
        open("");
        signOut();
        open("/tenants/" + HARBOUR.name());
        chromium.awaitText("h1", "Sign in");
    }

    /** The drain takes some seconds for load balancers to notice; open streams must not add their timeout. */
    @Test
    @Order(15)
    void aStopDoesNotWaitForOpenPages() {
        open("");
        signIn();
        chromium.awaitText("h1", "Tenants");
        chromium.awaitTrue("the page listens", "return stream !== null && stream.readyState === 1");
        // or it would reconnect just as the port closes
        chromium.script("window.connects = connect; connect = () => {}");
        Instant told = Instant.now();
        application.terminate();
        assertThat(Duration.between(told, Instant.now())).isLessThan(Duration.ofSeconds(12));
        // the browser logs the end of the stream
        chromium.consoleErrors();
    }

    @Test
    @Order(16)
    void aDisconnectedPageSaysSo() {
        assertThat(chromium.exists("#cut-off[hidden]"))
                .as("the end of one stream is not reported")
                .isTrue();
        chromium.script("connect = connects; connect()");
        chromium.awaitText("#cut-off:not([hidden])", "sends no updates");
        chromium.checkPage("cut-off");
        chromium.script("disconnect(); count(0); refresh()");
        chromium.awaitTrue("a refresh without answer", "return failures === 1");
        chromium.script("refresh()");
        chromium.awaitText("#cut-off:not([hidden])", "sends no updates");
        chromium.type("#q", "h");
        chromium.awaitText("#problem", "No answer from the service");
        // the browser logs failed connections
        chromium.consoleErrors();
    }

    private static void open(String page) {
        chromium.open(application.url() + "/console" + page);
    }

    private static void signIn() {
        chromium.type("#token", stack.operatorToken());
        chromium.click("main button");
    }

    private static void upload(String name) {
        chromium.type("#model", files.resolve(name + ".onnx").toString());
        chromium.type("#manifest", files.resolve(name + ".json").toString());
        chromium.type("#card", files.resolve("card.md").toString());
        chromium.click("#upload");
    }

    private static double share() {
        return ((Number) chromium.script("const p = document.querySelector('#progress'); return p ? p.position : 0"))
                .doubleValue();
    }

    private static double done() {
        return ((Number) chromium.script("return document.querySelector('#progress')?.value ?? 0")).doubleValue();
    }
}
