package dev.gatehouse.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.host.ConsoleClient.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Who may see the console and what it shows, over real sockets.
final class ConsoleConformanceTest {
  private static final String ROOT = "/_gatehouse";
  private static final List<String> PAGES =
      List.of("", "/walk", "/visits", "/visits/live", "/pools", "/apis", "/functions", "/tables");

  @TempDir private static Path folder;
  private static ThingsStack stack;
  private static ConsoleClient owner;
  private static ConsoleClient stranger;

  @BeforeAll
  static void start() throws Exception {
    stack = ThingsStack.start(folder);
    owner = ConsoleClient.owner(stack);
    stranger = ConsoleClient.stranger(stack.port());
  }

  @AfterAll
  static void stop() {
    stack.close();
  }

  private static String own() {
    return "http://localhost:" + stack.port();
  }

  @Nested
  final class GettingIn {
    @Test
    void linkLetsOneBrowserIn() throws Exception {
      Answer entered = stranger.get(ConsoleClient.path(ConsoleClient.link(stack)));
      assertThat(entered.status()).isEqualTo(200);
      assertThat(entered.header("Set-Cookie"))
          .singleElement()
          .asString()
          .matches(
              "gatehouse-"
                  + stack.port()
                  + "=[\\w-]{43}; Path=/_gatehouse; HttpOnly; SameSite=Strict");
    }

    @Test
    void linkIsUsedUpAfterOneUse() throws Exception {
      String path = ConsoleClient.path(ConsoleClient.link(stack));
      assertThat(stranger.get(path).status()).isEqualTo(200);
      Answer again = stranger.get(path);
      assertThat(again.status()).isEqualTo(403);
      assertThat(again.header("Set-Cookie")).isEmpty();
    }

    @Test
    void inventedLinkLetsNobodyIn() throws Exception {
      Answer answer = stranger.get(ROOT + "/enter?key=" + "A".repeat(43));
      assertThat(answer.status()).isEqualTo(403);
      assertThat(answer.header("Set-Cookie")).isEmpty();
    }

    @Test
    void linkIsForTheAdministratorOnly() throws Exception {
      String user = stack.output("LimitedKeyId") + ":" + stack.output("LimitedSecret");
      String[] call = {"-X", "POST", "-d", "", own() + ROOT + "/links"};
      assertThat(stack.curl("gatehouse", user, call)).startsWith("HTTP/1.1 403");
    }

    @Test
    void linkNeedsASignatureForTheConsole() throws Exception {
      assertThat(stack.curl("lambda", "-X", "POST", "-d", "", own() + ROOT + "/links"))
          .startsWith("HTTP/1.1 403");
      assertThat(stranger.post(ROOT + "/links", Map.of()).status()).isEqualTo(403);
    }

    @Test
    void cookieOpensEachPage() throws Exception {
      for (String page : PAGES) {
        assertThat(owner.get(ROOT + page).status()).as(page).isEqualTo(200);
      }
    }

    @Test
    void withoutTheCookieNoPageOpens() throws Exception {
      for (String page : PAGES) {
        Answer answer = stranger.get(ROOT + page);
        assertThat(answer.status()).as(page).isEqualTo(401);
        assertThat(answer.body()).as(page).contains("Run `gatehouse console`");
      }
    }

    @Test
    void inventedCookieOpensNothing() throws Exception {
      String cookie = "Cookie: gatehouse-" + stack.port() + "=" + "A".repeat(43);
      assertThat(stranger.get(ROOT, cookie).status()).isEqualTo(401);
    }

    @Test
    void leavingEndsTheSession() throws Exception {
      var leaving = ConsoleClient.owner(stack);
      assertThat(leaving.post(ROOT + "/leave", Map.of("csrf", leaving.csrf())).status())
          .isEqualTo(200);
      assertThat(leaving.get(ROOT).status()).isEqualTo(401);
    }
  }

  @Nested
  final class Strangers {
    @Test
    void numberIsAsGoodAsTheName() throws Exception {
      assertThat(owner.getAs("127.0.0.1:" + stack.port(), ROOT).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example", "evil.example:PORT", "localhost", "localhost:1", ""})
    void otherHostIsTurnedAway(String host) throws Exception {
      String named = host.replace("PORT", Integer.toString(stack.port()));
      assertThat(owner.getAs(named, ROOT).status()).isIn(403, 400);
    }

    @Test
    void linkIsNotTakenUnderAnotherHost() throws Exception {
      String path = ConsoleClient.path(ConsoleClient.link(stack));
      assertThat(stranger.getAs("evil.example:" + stack.port(), path).status()).isEqualTo(403);
      assertThat(stranger.get(path).status()).isEqualTo(200);
    }

    @Test
    void nameOfAnApiLeadsToTheApi() throws Exception {
      String api = stack.output("ApiId") + ".execute-api.us-east-1.amazonaws.com";
      assertThat(owner.getAs(api, ROOT + "/assets/console.css").body()).doesNotContain("--paper");
    }

    @ParameterizedTest
    @ValueSource(strings = {"same-origin", "none"})
    void ownPagesMayAsk(String site) throws Exception {
      assertThat(owner.get(ROOT, "Sec-Fetch-Site: " + site).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cross-site", "same-site", "", "none, cross-site"})
    void otherPagesMayNot(String site) throws Exception {
      assertThat(owner.get(ROOT, "Sec-Fetch-Site: " + site).status()).isEqualTo(403);
    }
  }

  @Nested
  final class Forms {
    private final String secret = ROOT + "/clients/" + stack.env("GATEHOUSE_CLIENT_ID") + "/secret";

    @Test
    void ownFormIsTaken() throws Exception {
      Answer answer = owner.post(secret, Map.of("csrf", owner.csrf()));
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.body()).contains(stack.env("GATEHOUSE_CLIENT_SECRET"));
      assertThat(answer.header("Cache-Control")).containsExactly("no-store");
    }

    @Test
    void secretIsNotShownBeforeItIsConfirmed() throws Exception {
      Answer answer = owner.get(secret);
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.body())
          .contains("Show the secret")
          .doesNotContain(stack.env("GATEHOUSE_CLIENT_SECRET"));
    }

    @Test
    void formWithoutItsTokenIsTurnedAway() throws Exception {
      assertThat(owner.post(secret, Map.of()).status()).isEqualTo(403);
      assertThat(owner.post(secret, Map.of("csrf", "A".repeat(43))).status()).isEqualTo(403);
    }

    @Test
    void tokenOfAnotherSessionIsTurnedAway() throws Exception {
      String other = ConsoleClient.owner(stack).csrf();
      assertThat(owner.post(secret, Map.of("csrf", other)).status()).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://evil.example", "http://localhost:1", "null", ""})
    void formOfAnotherOriginIsTurnedAway(String origin) throws Exception {
      assertThat(owner.post(secret, origin, Map.of("csrf", owner.csrf())).status()).isEqualTo(403);
    }

    @Test
    void formOfAnotherSiteIsTurnedAway() throws Exception {
      Answer answer =
          owner.post(secret, own(), Map.of("csrf", owner.csrf()), "Sec-Fetch-Site: same-site");
      assertThat(answer.status()).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/leave", "/walk/0", "/walk/again", "/functions/reader/invoke"})
    void readingChangesNothing(String path) throws Exception {
      assertThat(owner.get(ROOT + path).status()).isEqualTo(404);
      assertThat(owner.get(ROOT).status()).isEqualTo(200);
    }
  }

  @Nested
  final class Headers {
    private static final String POLICY =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
            + " connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    @Test
    void everyAnswerForbidsWhatThePagesDoNotNeed() throws Exception {
      for (Answer answer :
          List.of(
              owner.get(ROOT),
              stranger.get(ROOT),
              owner.get(ROOT + "/nowhere"),
              owner.get(ROOT + "/assets/htmx.js"),
              owner.getAs("evil.example", ROOT))) {
        assertThat(answer.header("Content-Security-Policy")).containsExactly(POLICY);
        assertThat(answer.header("X-Content-Type-Options")).containsExactly("nosniff");
        assertThat(answer.header("Referrer-Policy")).containsExactly("same-origin");
        assertThat(answer.header("Cross-Origin-Resource-Policy")).containsExactly("same-origin");
      }
      assertThat(owner.get(ROOT).header("Cache-Control")).containsExactly("no-store");
    }

    @Test
    void pagesObeyTheirOwnPolicy() throws Exception {
      for (String page : PAGES) {
        assertThat(owner.get(ROOT + page).body())
            .as(page)
            .doesNotContainPattern(
                "<style|style=|<script>|\\son\\w+=|javascript:|https?://(?!www\\.w3\\.org/2000/svg)[^1l]");
      }
    }

    @Test
    void onlyTheListedFilesAreServed() throws Exception {
      assertThat(owner.get(ROOT + "/assets/htmx.js").body()).contains("htmx");
      for (String other : List.of("package-info.class", "..%2Fconsole.css", "%2e%2e", "x")) {
        assertThat(owner.get(ROOT + "/assets/" + other).status()).as(other).isEqualTo(404);
      }
    }
  }

  @Nested
  final class Shown {
    @Test
    void openDoorsAreInPlainSight() throws Exception {
      assertThat(owner.get(ROOT).body())
          .containsPattern("doors? (are|is) open")
          .contains("<code>ANY " + stack.env("GATEHOUSE_API_URL") + "/{proxy+}</code>");
    }

    @Test
    void apisDefinitionIsToBeTakenAway() throws Exception {
      var link = Pattern.compile("href=\"([^\"]*/openapi[^\"]*)\"");
      String page = owner.get(ROOT + "/apis").body();
      List<String> links =
          link.matcher(page).results().map(found -> found.group(1).replace("&amp;", "&")).toList();
      assertThat(links).hasSize(2);

      var json = owner.get(links.getFirst());
      assertThat(json.status()).isEqualTo(200);
      assertThat(json.header("Content-Type")).containsExactly("application/json");
      assertThat(json.header("Content-Disposition").getFirst())
          .matches("attachment; filename=\"openapi-[a-z0-9]{10}\\.json\"");
      assertThat(json.body()).contains("\"openapi\" : \"3.0.1\"", "\"/items\"");
      assertThat(owner.get(links.getLast()).body()).startsWith("---\nopenapi: \"3.0.1\"\n");
    }

    @Test
    void definitionThatIsNotThereIsNotFound() throws Exception {
      String api = ROOT + "/apis/" + stack.output("ApiId") + "/openapi?stage=";
      assertThat(owner.get(api + "%24default&format=json").status()).isEqualTo(200);
      assertThat(owner.get(api + "other&format=json").status()).isEqualTo(404);
      assertThat(owner.get(api + "%24default&format=xml").status()).isEqualTo(404);
      assertThat(owner.get(ROOT + "/apis/other/openapi?stage=%24default&format=json").status())
          .isEqualTo(404);
    }

    @Test
    void refusalSaysWhyAndHowToOpenTheDoor() throws Exception {
      var answer = stack.send(ThingsStack.to(stack.env("GATEHOUSE_API_URL") + "/items"));
      assertThat(visit(answer.headers().firstValue("apigw-requestid").orElseThrow()))
          .contains("Denied by NoCredential")
          .contains("What opens this door: ")
          .contains("A token with the scope things/read")
          .contains("401 NoCredential")
          .contains("may this request pass?")
          .doesNotContain("Function reader");
    }

    @Test
    void diagramHasTheWholeWayOfTheRequest() throws Exception {
      String token = stack.token("things/read");
      var answer = stack.items(token);
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(visit(answer.headers().firstValue("apigw-requestid").orElseThrow()))
          .containsSubsequence(
              "<svg",
              "POST /oauth2/token",
              "GET /items",
              "may this request pass?",
              "verified the token",
              ">event",
              "dynamodb:GetItem",
              ">response",
              "</svg>")
          .containsPattern("GetItem[\\s\\S]*[0-9.]+\u00a0(ms|µs|s)")
          .contains("Token from")
          .doesNotContain(token.substring(token.lastIndexOf('.') + 1));
    }

    @Test
    void eachRequestHasItsOwnCallsHoweverManyThereAre() throws Exception {
      String token = stack.token("things/read");
      var ids = new ConcurrentLinkedQueue<String>();
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int i = 0; i < 4; i++) {
          var _ =
              threads.submit(() ->
                  ids.add(
                      stack.items(token).headers().firstValue("apigw-requestid").orElseThrow()));
        }
      }
      assertThat(ids).hasSize(4);
      for (String id : ids) {
        String svg = visit(id).replaceAll("(?s).*?(<svg.*?</svg>).*", "$1");
        assertThat(svg.split("dynamodb:GetItem", -1)).hasSize(2);
      }
    }

    @Test
    void whatAGuestSaysIsText() throws Exception {
      String words = "%3Cscript%3Ealert(1)%3C/script%3E";
      var answer =
          stack.send(
              ThingsStack.to(stack.env("GATEHOUSE_API_URL") + "/items/" + words + "?q=" + words)
                  .header("X-Words", "<img src=x onerror=alert(1)>")
                  .header("X-Quote", "\"><b>")
                  .POST(BodyPublishers.ofString("<script>alert(2)</script>\u202e")));
      String id = answer.headers().firstValue("apigw-requestid").orElseThrow();
      assertThat(visit(id))
          .contains("&lt;img src=x onerror=alert(1)&gt;")
          .contains("&lt;script&gt;alert(2)&lt;/script&gt;\uFFFD")
          .doesNotContain("<script>alert")
          .doesNotContain("<img")
          .doesNotContain("<b>");
    }

    @Test
    void noPageShowsASecretUnasked() throws Exception {
      String token = stack.token("things/read");
      String signature = token.substring(token.lastIndexOf('.') + 1);
      stack.send(
          ThingsStack.to(stack.env("GATEHOUSE_API_URL") + "/anything?access_token=" + token)
              .header("Authorization", "Bearer " + token)
              .header("Cookie", "session=cookiesecret")
              .header("X-Api-Key", "keysecret")
              .POST(
                  BodyPublishers.ofString(
                      "{\"client_secret\":\""
                          + stack.env("GATEHOUSE_CLIENT_SECRET")
                          + "\",\"password\":\"wordsecret\"}")));
      stack.curl("sts", "-d", "Action=GetSessionToken&Version=2011-06-15", own());
      var pages = new java.util.ArrayList<>(PAGES);
      owner
          .get(ROOT + "/visits")
          .body()
          .lines()
          .flatMap(line -> java.util.regex.Pattern.compile("/visits/\\d+").matcher(line).results())
          .forEach(link -> pages.add(link.group()));
      pages.add("/functions/reader");
      assertThat(pages).hasSizeGreaterThan(PAGES.size() + 2);
      for (String page : pages) {
        assertThat(owner.get(ROOT + page).body())
            .as(page)
            .doesNotContain(stack.env("GATEHOUSE_CLIENT_SECRET"))
            .doesNotContain(stack.env("AWS_SECRET_ACCESS_KEY"))
            .doesNotContain(signature)
            .doesNotContain("cookiesecret")
            .doesNotContain("keysecret")
            .doesNotContain("wordsecret")
            .doesNotContainPattern("SecretAccessKey&gt;[A-Za-z0-9]")
            .doesNotContainPattern("SessionToken&gt;[A-Za-z0-9]")
            .doesNotContainPattern("Signature=[0-9a-f]");
      }
    }

    @Test
    void liveRowsComeOnlyWhenThereIsSomethingNew() throws Exception {
      String page = owner.get(ROOT + "/visits").body();
      String next = page.replaceAll("(?s).*?hx-get=\"([^\"]+)\".*", "$1");
      assertThat(owner.get(next).status()).isEqualTo(204);
      stack.send(ThingsStack.to(stack.env("GATEHOUSE_API_URL") + "/items"));
      assertThat(owner.get(next).body()).startsWith("<div id=\"live\"").contains("Denied");
    }

    @Test
    void lookingAtTheConsoleIsNoVisit() throws Exception {
      owner.get(ROOT);
      assertThat(stack.journal()).doesNotContain("_gatehouse");
    }

    @Test
    void tableShowsItsItems() throws Exception {
      assertThat(owner.get(ROOT + "/tables/Things").body())
          .contains("<th scope=\"col\">id</th>")
          .contains("<code>1</code>")
          .contains("These are the last items.");
      assertThat(owner.get(ROOT + "/tables/Nothing").status()).isEqualTo(404);
    }

    @Test
    void functionIsInvokedWithAnEventAndItsCallsAreShown() throws Exception {
      Answer answer =
          owner.post(
              ROOT + "/functions/reader/invoke",
              Map.of("csrf", owner.csrf(), "event", "{\"hello\":\"world\"}"));
      assertThat(answer.status()).isEqualTo(303);
      assertThat(owner.get(answer.header("Location").getFirst()).body())
          .contains("&quot;hello&quot; : &quot;world&quot;")
          .contains("dynamodb:GetItem");
      assertThat(owner.get(ROOT + "/functions/reader").body()).contains("INIT_START");
    }

    @Test
    void eventThatIsNoJsonInvokesNothing() throws Exception {
      Answer answer =
          owner.post(ROOT + "/functions/reader/invoke", Map.of("csrf", owner.csrf(), "event", "{"));
      assertThat(answer.body()).contains("The event is not a JSON text.");
    }

    @Test
    void walkSendsRealRequests() throws Exception {
      assertThat(owner.post(ROOT + "/walk/0", Map.of("csrf", owner.csrf())).status())
          .isEqualTo(303);
      assertThat(owner.get(ROOT + "/walk").body())
          .contains("As expected")
          .contains("<code>403</code>")
          .contains("NoCredential");
      assertThat(stack.refusals()).anyMatch(reason -> reason.startsWith("NoCredential"));
    }

    private static String visit(String requestId) throws Exception {
      String rows = owner.get(ROOT + "/visits").body();
      var numbers =
          java.util.regex.Pattern.compile("/visits/(\\d+)")
              .matcher(rows)
              .results()
              .map(found -> found.group(1))
              .toList();
      for (String number : numbers) {
        String page = owner.get(ROOT + "/visits/" + number).body();
        if (page.contains("<code>" + requestId.replace("=", "&#x3D;") + "</code>")
            || page.contains("<code>" + requestId + "</code>")) {
          return page;
        }
      }
      throw new AssertionError("no visit " + requestId);
    }
  }
}
