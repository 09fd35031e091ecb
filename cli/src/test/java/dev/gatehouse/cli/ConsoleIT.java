package dev.gatehouse.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/// The console of a running PlayerFC in a real browser.
final class ConsoleIT {
  private static final String ROOT = "/_gatehouse";
  private static final List<String> PAGES =
      List.of(
          "", "/walk", "/visits", "/pools", "/apis", "/functions", "/tables", "/tables/Players");

  /// Everything up to the last request of the article's walk.
  private static final int STEPS = 10;

  @TempDir private static Path folder;
  private static Chromium browser;
  private static Launcher launcher;
  private static Map<String, String> env;
  private static String base = "";

  @BeforeAll
  static void start() throws Exception {
    browser = Chromium.start(Files.createDirectory(folder.resolve("profile")));
    launcher = new Launcher(folder);
    launcher.up();
    env = launcher.env();
    base = requireNonNull(env.get("AWS_ENDPOINT_URL"));
    String link = launcher.run("console", "--no-open").output().strip();
    browser.open(link);
    browser.awaitPath(ROOT);
  }

  @AfterAll
  static void stop() throws Exception {
    if (browser != null) {
      browser.close();
    }
    if (launcher != null) {
      launcher.stop();
    }
  }

  @BeforeEach
  void light() {
    browser.preferDark(false);
    browser.complaints();
  }

  private static void refusedRequest() throws IOException, InterruptedException {
    try (var client = HttpClient.newHttpClient()) {
      var request =
          HttpRequest.newBuilder(URI.create(env.get("GATEHOUSE_API_URL") + "/players")).build();
      assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(401);
    }
  }

  @Test
  void articlesWalkIsWalkedButtonByButton() throws Exception {
    browser.open(base + ROOT + "/walk");
    assertThat(browser.all(".walk > li")).hasSize(STEPS);
    for (int i = 0; i < STEPS; i++) {
      browser.find("#send-" + i).click();
      browser.find("#step-" + i + " .outcome");
    }
    assertThat(browser.all(".outcome .allowed")).hasSize(STEPS);
    assertThat(browser.all(".outcome .denied")).isEmpty();
    assertThat(browser.all(".outcome svg")).hasSize(STEPS);
    String created = browser.find("#step-4 .outcome").getText();
    assertThat(created).contains("\"player_name\" : \"Kylian Mbappé\"");
    assertThat((String) browser.run("return document.querySelector('#step-4 svg').textContent"))
        .contains("Client", "Identity provider", "API gateway", "Authorizer", "Function", "Table")
        .contains("POST /oauth2/token", "verified the token", "dynamodb:PutItem");
    browser.run("document.querySelector('#step-4').scrollIntoView()");
    browser.picture("walk");
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void refusalAppearsByItselfAndShowsItsReasonAndItsWay() throws Exception {
    browser.open(base + ROOT + "/visits");
    String before = browser.find("#live").getAttribute("hx-get");
    refusedRequest();
    browser.find("#live:not([hx-get='" + before + "'])");
    browser.find("#live tbody a").click();
    browser.await("Denied by NoCredential");
    assertThat(browser.text())
        .contains("send a bearer token of " + env.get("GATEHOUSE_ISSUER"))
        .contains("What opens this door: A token with the scope")
        .contains("GET /players")
        .contains("{\n  \"message\" : \"Unauthorized\"\n}");
    assertThat(browser.find(".sequence svg").isDisplayed()).isTrue();
    assertThat((String) browser.run("return document.querySelector('svg').textContent"))
        .contains("may this request pass?", "refused", "401 NoCredential")
        .doesNotContain("Function", "Table");
    browser.picture("refusal");
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void secretIsShownAndCopiedOnlyAfterTheConfirmation() {
    browser.open(base + ROOT + "/pools");
    assertThat(browser.text()).doesNotContain(env.get("GATEHOUSE_CLIENT_SECRET"));
    browser.link("Show secret").click();
    assertThat(browser.text()).doesNotContain(env.get("GATEHOUSE_CLIENT_SECRET"));
    browser.find("main button.primary").click();
    browser.await("Client secret");
    assertThat(browser.find("#secret").getText()).isEqualTo(env.get("GATEHOUSE_CLIENT_SECRET"));
    var copy = browser.find("[data-copy=secret]");
    copy.click();
    browser.await("Copied");
    browser.link("Hide it again").click();
    assertThat(browser.text()).doesNotContain(env.get("GATEHOUSE_CLIENT_SECRET"));
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void keyboardAloneIsEnough() {
    browser.open(base + ROOT);
    browser.press(Keys.TAB);
    assertThat(browser.focused().getText()).isEqualTo("Skip to the content");
    browser.press(Keys.ENTER);
    assertThat(browser.path()).isEqualTo(ROOT + "#content");
    browser.open(base + ROOT);
    browser.tabTo(browser.link("User pools"));
    browser.press(Keys.ENTER);
    browser.awaitPath(ROOT + "/pools");
    browser.tabTo(browser.link("Show secret"));
    browser.press(Keys.ENTER);
    browser.tabTo(browser.find("main button.primary"));
    browser.press(Keys.ENTER);
    browser.await("Client secret");
  }

  @Test
  void coloursFollowTheMachineOrTheOwnersChoice() throws Exception {
    browser.open(base + ROOT);
    assertThat(background()).isEqualTo("rgb(250, 249, 245)");
    browser.preferDark(true);
    assertThat(background()).isEqualTo("rgb(20, 25, 28)");
    browser.picture("dark");
    browser.find("#theme").click();
    assertThat(background()).isEqualTo("rgb(250, 249, 245)");
    browser.open(base + ROOT + "/apis");
    assertThat(background()).isEqualTo("rgb(250, 249, 245)");
    browser.run("localStorage.clear()");
  }

  private static Object background() {
    return requireNonNull(browser.run("return getComputedStyle(document.body).backgroundColor"));
  }

  @Test
  void everyPageIsAccessibleInBothColours() throws Exception {
    refusedRequest();
    String axe;
    try (var in =
        ConsoleIT.class.getResourceAsStream(
            "/META-INF/resources/webjars/axe-core/4.6.3/axe.min.js")) {
      axe = new String(requireNonNull(in).readAllBytes(), UTF_8);
    }
    for (String page : PAGES) {
      for (boolean dark : new boolean[] {false, true}) {
        browser.preferDark(dark);
        browser.open(base + ROOT + page);
        browser.run(axe);
        assertThat(
                browser.runAsync(
                    "const done = arguments[arguments.length - 1];"
                        + "axe.run().then(found => done(found.violations.map("
                        + "fault => fault.id + ' ' + fault.nodes.map(node => node.html))))"))
            .as(page)
            .isEqualTo(List.of());
      }
    }
  }

  @Test
  void noPageBreaksItsOwnPolicy() {
    for (String page : PAGES) {
      browser.open(base + ROOT + page);
      assertThat(browser.complaints()).as(page).isEmpty();
    }
  }
}
