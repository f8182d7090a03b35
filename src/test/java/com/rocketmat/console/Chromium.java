package com.rocketmat.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.args.AxeRunOptions;
import com.deque.html.axecore.results.Rule;
import com.deque.html.axecore.selenium.AxeBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import org.openqa.selenium.By;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.WebDriverWait;

/** Debian's headless Chromium, with its console messages. */
final class Chromium implements AutoCloseable {

    /** 1,280 px at 400 % zoom; WCAG 1.4.10 forbids horizontal scrolling. */
    private static final int NARROW = 320;

    private static final int WIDE = 1440;

    private static final Path BINARY = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
    private static final Duration TIMEOUT = Duration.ofSeconds(90);
    private static final int HEIGHT = 900;
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");
    private static final boolean SCREENSHOTS_ON = Boolean.getBoolean("rocketmat.console.pictures");
    private static final String JUST_SWAPPED = ".htmx-added";
    /** Like a pressed pointer, if the page has the script. */
    private static final String HOLD_REFRESHES = "if (typeof pressed !== 'undefined') { pressed = true; }";

    private static final String ALLOW_REFRESHES = "if (typeof pressed !== 'undefined') { pressed = false; catchUp(); }";
    private static final Set<String> IMPACTS = Set.of("serious", "critical");

    private final ChromeDriver driver;
    private boolean nextIsDark;

    private Chromium(ChromeDriver driver) {
        this.driver = driver;
    }

    static boolean isInstalled() {
        return Files.isExecutable(BINARY) && Files.isExecutable(DRIVER);
    }

    static Chromium start() {
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(BINARY.toString());
        // root has no sandbox; containers have little shared memory
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-dev-shm-usage",
                "--disable-gpu",
                "--lang=en",
                "--hide-scrollbars");
        options.setCapability("goog:loggingPrefs", logs);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(DRIVER.toFile())
                .usingAnyFreePort()
                .build();
        Chromium chromium = new Chromium(new ChromeDriver(service, options));
        chromium.width(WIDE);
        return chromium;
    }

    void open(String address) {
        driver.get(address);
    }

    String address() {
        return driver.getCurrentUrl();
    }

    private WebElement find(String selector) {
        return waiting(TIMEOUT).until(browser -> browser.findElement(By.cssSelector(selector)));
    }

    private WebDriverWait waiting(Duration timeout) {
        return new WebDriverWait(driver, timeout, Duration.ofMillis(100));
    }

    boolean exists(String selector) {
        return !driver.findElements(By.cssSelector(selector)).isEmpty();
    }

    /** Retries if the element is being replaced; htmx initialises a moment later what it has swapped in. */
    void click(String selector) {
        waiting(TIMEOUT).ignoring(StaleElementReferenceException.class).until(browser -> {
            WebElement found = browser.findElement(By.cssSelector(selector));
            script(HOLD_REFRESHES);
            if (exists(JUST_SWAPPED)) {
                script(ALLOW_REFRESHES);
                return false;
            }
            found.click();
            return true;
        });
    }

    void type(String selector, String text) {
        find(selector).sendKeys(text);
    }

    void press(CharSequence... keys) {
        new Actions(driver).sendKeys(keys).perform();
    }

    /** The visible text at this moment. A found element might be replaced before its text is read. */
    String text(String selector) {
        Object text = script(
                "return Array.from(document.querySelectorAll(arguments[0]), e => e.innerText).join('\\n')", selector);
        return String.valueOf(text);
    }

    void awaitText(String selector, String part) {
        waiting(TIMEOUT)
                .withMessage(() -> "'%s' in %s, which is: %s".formatted(part, selector, text(selector)))
                .until(_ -> text(selector).contains(part));
    }

    void await(String what, BooleanSupplier condition) {
        await(what, TIMEOUT, condition);
    }

    void await(String what, Duration timeout, BooleanSupplier condition) {
        waiting(timeout).withMessage(what).until(_ -> condition.getAsBoolean());
    }

    void awaitTrue(String what, String script) {
        await(what, () -> script(script).equals(true));
    }

    Object script(String script, Object... arguments) {
        return driver.executeScript(script, arguments);
    }

    private void width(int width) {
        metrics(width, HEIGHT);
    }

    private void metrics(int width, int height) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    /** Without motion, so that no screenshot shows a transition. */
    private void dark(boolean dark) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "features",
                        List.of(
                                Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"),
                                Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
    }

    /**
     * Checks accessibility and takes screenshots, light and dark, wide and narrow. The nightly build checks all combinations; otherwise
     * the checks alternate between dark and narrow, and light and wide.
     */
    void checkPage(String page) {
        assertThat(exists(".busy:not([role=status] *)"))
                .as("%s announces to screen readers what is in progress", page)
                .isFalse();
        nextIsDark = !nextIsDark;
        for (boolean dark : List.of(false, true)) {
            dark(dark);
            for (int width : List.of(NARROW, WIDE)) {
                width(width);
                assertThat(isWiderThanTheScreen())
                        .as("%s at %d px", page, width)
                        .isFalse();
                if (SCREENSHOTS_ON || (dark == nextIsDark && dark == (width == NARROW))) {
                    assertThat(violations())
                            .as("%s at %d px, %s", page, width, dark ? "dark" : "light")
                            .isEmpty();
                }
            }
        }
        takeScreenshots(page);
    }

    /** Only takes screenshots, of a page that changes. */
    void takeScreenshots(String page) {
        if (!SCREENSHOTS_ON) {
            dark(false);
            return;
        }
        for (boolean dark : List.of(false, true)) {
            dark(dark);
            for (int width : List.of(NARROW, WIDE)) {
                String file = "%s-%d%s.png".formatted(page, width, dark ? "-dark" : "");
                screenshot(SCREENSHOTS.resolve(file), width);
            }
        }
        dark(false);
        width(WIDE);
    }

    /** Of the whole page. */
    private void screenshot(Path file, int width) {
        metrics(width, HEIGHT);
        long height = ((Number) script("return document.documentElement.scrollHeight")).longValue();
        metrics(width, (int) Math.max(HEIGHT, height));
        Object picture = driver.executeCdpCommand("Page.captureScreenshot", Map.of("format", "png"))
                .get("data");
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, Base64.getDecoder().decode(String.valueOf(picture)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the page needs horizontal scrolling. */
    boolean isWiderThanTheScreen() {
        return (Boolean) script("return document.documentElement.scrollWidth > document.documentElement.clientWidth");
    }

    /** Accessibility violations found by axe. The legacy mode opens no second window each time; it cannot check frames, which no page has. */
    @SuppressWarnings("deprecation")
    List<String> violations() {
        AxeRunOptions options = new AxeRunOptions();
        options.setResultTypes(List.of("violations"));
        return new AxeBuilder()
                .withOptions(options).setLegacyMode().analyze(driver).getViolations().stream()
                        .filter(rule -> IMPACTS.contains(rule.getImpact()))
                        .map(Chromium::describe)
                        .toList();
    }

    private static String describe(Rule rule) {
        return "%s (%s): %s"
                .formatted(
                        rule.getId(),
                        rule.getHelp(),
                        rule.getNodes().stream().map(node -> node.getHtml()).toList());
    }

    /** Errors in the browser's console since the last call, including violations of the content policy. */
    List<String> consoleErrors() {
        List<String> consoleErrors = new ArrayList<>();
        for (LogEntry entry : driver.manage().logs().get(LogType.BROWSER)) {
            if (entry.getLevel().intValue() >= Level.WARNING.intValue() && !isReplacedRequest(entry.getMessage())) {
                consoleErrors.add(entry.getMessage());
            }
        }
        return consoleErrors;
    }

    /** A search replaces a running refresh (hx-sync), which htmx logs like an error. */
    private static boolean isReplacedRequest(String message) {
        return message.endsWith("\"htmx:sendAbort\"") || message.endsWith("\"htmx:afterRequest\"");
    }

    @Override
    public void close() {
        driver.quit();
    }
}
