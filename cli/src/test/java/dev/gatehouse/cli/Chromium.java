package dev.gatehouse.cli;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.support.ui.WebDriverWait;

/// Debian's Chromium, headless, with a profile of its own.
final class Chromium implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final ChromeDriver driver;

  private Chromium(ChromeDriver driver) {
    this.driver = driver;
  }

  /// Skips the test, visibly, on a machine without it.
  static Chromium start(Path profile) {
    Optional<File> browser = onPath("chromium");
    Optional<File> driver = onPath("chromedriver");
    assumeTrue(
        browser.isPresent() && driver.isPresent(),
        "SKIPPED: no Chromium on this machine; bin/need-packages installs it");
    var options = new ChromeOptions();
    options.setBinary(browser.orElseThrow());
    options.addArguments(
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-dev-shm-usage",
        "--window-size=1280,900",
        "--user-data-dir=" + profile);
    options.setCapability("goog:loggingPrefs", Map.of("browser", "ALL"));
    var service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(driver.orElseThrow())
            .usingAnyFreePort()
            .build();
    return new Chromium(new ChromeDriver(service, options));
  }

  private static Optional<File> onPath(String name) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .map(folder -> new File(folder, name))
        .filter(File::canExecute)
        .findFirst();
  }

  void open(String url) {
    driver.get(url);
  }

  String path() {
    return driver.getCurrentUrl().replaceFirst("https?://[^/]+", "");
  }

  WebElement find(String css) {
    return new WebDriverWait(driver, PATIENCE)
        .until(browser -> browser.findElement(By.cssSelector(css)));
  }

  WebElement link(String words) {
    return driver.findElement(By.linkText(words));
  }

  List<WebElement> all(String css) {
    return driver.findElements(By.cssSelector(css));
  }

  String text() {
    return find("main").getText();
  }

  void await(String words) {
    new WebDriverWait(driver, PATIENCE).until(browser -> text().contains(words));
  }

  void awaitPath(String path) {
    new WebDriverWait(driver, PATIENCE).until(browser -> path().equals(path));
  }

  void press(CharSequence... keys) {
    driver.switchTo().activeElement().sendKeys(keys);
  }

  /// Tabs on until the element has the focus, as somebody without a mouse would.
  void tabTo(WebElement wanted) {
    for (int i = 0; i < 300; i++) {
      if (driver.switchTo().activeElement().equals(wanted)) {
        return;
      }
      press(Keys.TAB);
    }
    throw new AssertionError("the keyboard does not reach " + wanted);
  }

  WebElement focused() {
    return driver.switchTo().activeElement();
  }

  @Nullable Object run(String script, Object... arguments) {
    return driver.executeScript(script, arguments);
  }

  @Nullable Object runAsync(String script, Object... arguments) {
    driver.manage().timeouts().scriptTimeout(PATIENCE);
    return driver.executeAsyncScript(script, arguments);
  }

  void preferDark(boolean dark) {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of(
            "features",
            List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
  }

  /// What the browser complained of since the last time: blocked scripts and styles, say.
  List<String> complaints() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .map(LogEntry::getMessage)
        .toList();
  }

  /// The visible part, into `target/`.
  void picture(String name) throws IOException {
    Files.write(
        Path.of("target", "console-" + name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
  }

  @Override
  public void close() {
    driver.quit();
  }
}
