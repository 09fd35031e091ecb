package dev.gatehouse.playerfc.api;

import static dev.gatehouse.playerfc.api.TestApi.MBAPPE;
import static dev.gatehouse.playerfc.api.TestApi.MBAPPE_ID;
import static dev.gatehouse.playerfc.api.TestApi.event;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.playerfc.api.TestApi.Answer;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlayersFunctionTest {
  private final TestApi api = TestApi.withMbappe();

  private static void assertJson(Answer answer, int status, String body) {
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.header("content-type")).isEqualTo("application/json");
    assertThat(answer.body()).isEqualTo(body);
    assertThat(answer.base64()).isFalse();
  }

  @Nested
  class Welcome {
    @Test
    void rootSaysWelcome() {
      assertJson(
          api.call("GET", "/"),
          200,
          """
          {"message":"Welcome to the Players FC API!","description":"More than just a Game"}\
          """);
    }

    @Test
    void emptyPathIsTheRoot() {
      assertThat(api.call("GET", "").status()).isEqualTo(200);
    }
  }

  @Nested
  class Create {
    @Test
    void playerGetsTheNameBasedIdOfNameAndCountry() {
      var nkunku = MBAPPE.replace("Kylian Mbappé", "Christopher Nkunku");

      assertJson(
          api.call("POST", "/players", nkunku),
          200,
          """
          {"player_id":"4d6d8412-c021-52bc-8c47-feed545b0ced","player_name":"Christopher Nkunku"}\
          """);
    }

    @Test
    void unknownMembersAreIgnored() {
      var answer =
          api.call("POST", "/players", MBAPPE.replace("{\"name", "{\"id\":\"mine\",\"name"));

      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.body()).contains(MBAPPE_ID);
      assertThat(api.call("GET", "/players/mine").status()).isEqualTo(404);
    }

    @Test
    void samePlayerAgainReplacesTheFirst() {
      api.call("POST", "/players", MBAPPE.replace("Real Madrid", "Paris Saint-Germain"));

      assertThat(api.call("GET", "/players").body())
          .startsWith("{\"count\":1,")
          .contains("Paris Saint-Germain")
          .doesNotContain("Real Madrid");
    }

    @Test
    void bodyInBase64IsTheSameBody() {
      var event = event("POST", "/players", base64(MBAPPE));
      event.put("isBase64Encoded", true);

      assertThat(api.send(event).body()).contains("\"player_name\":\"Kylian Mbappé\"");
    }

    @Test
    void bytesThatAreNoTextAreRefused() {
      var event = event("POST", "/players", "/w==");
      event.put("isBase64Encoded", true);

      assertJson(api.send(event), 400, "{\"detail\":\"There was an error parsing the body\"}");
    }

    @Test
    void bodyWithoutContentTypeCountsAsJson() {
      var event = event("POST", "/players", MBAPPE);
      event.put("headers", Map.of());

      assertThat(api.send(event).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json; charset=utf-8", "application/vnd.api+json"})
    void everyKindOfJsonIsRead(String contentType) {
      var event = event("POST", "/players", MBAPPE);
      event.put("headers", Map.of("content-type", contentType));

      assertThat(api.send(event).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded"})
    void otherContentIsNoObject(String contentType) {
      var event = event("POST", "/players", "{}");
      event.put("headers", Map.of("content-type", contentType));

      assertJson(
          api.send(event),
          422,
          """
          {"detail":[{"type":"model_attributes_type","loc":["body"],"msg":"Input should be a valid \
          dictionary or object to extract fields from","input":"{}"}]}\
          """);
    }

    @Test
    void bodyOfMoreThan64KiloCharactersIsTooLarge() {
      var body = "{\"name\":\"" + "x".repeat(65_536 - 11) + "\"}";

      assertThat(api.call("POST", "/players", body).status()).isEqualTo(422);
      assertJson(
          api.call("POST", "/players", body + " "), 413, "{\"detail\":\"Request body too large\"}");
    }

    private static String base64(String text) {
      return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }
  }

  @Nested
  class ListAll {
    @Test
    void playersAreCounted() {
      assertJson(
          api.call("GET", "/players"),
          200,
          "{\"count\":1,\"players\":[" + MBAPPE.replace("{\"name", idFirst()) + "]}");
    }

    @Test
    void noPlayersIsAMessage() {
      assertJson(new TestApi().call("GET", "/players"), 200, "{\"message\":\"No players found\"}");
    }
  }

  @Nested
  class Find {
    @Test
    void playerIsTheItem() {
      assertJson(
          api.call("GET", "/players/" + MBAPPE_ID), 200, MBAPPE.replace("{\"name", idFirst()));
    }

    @Test
    void unknownPlayerIsNotFound() {
      assertJson(api.call("GET", "/players/x y"), 404, "{\"detail\":\"Player 'x y' not found\"}");
    }
  }

  @Nested
  class Change {
    @Test
    void onlyWhatChangedIsAnswered() {
      assertJson(
          api.call("PATCH", "/players/" + MBAPPE_ID, "{\"team\":\"PSG\",\"club_number\":\"7\"}"),
          200,
          "{\"id\":\"" + MBAPPE_ID + "\",\"attributes\":{\"team\":\"PSG\",\"club_number\":7}}");
      assertThat(api.call("GET", "/players/" + MBAPPE_ID).body())
          .contains("\"team\":\"PSG\"", "\"club_number\":7", "\"position\":\"Forward\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"team\":null}", "{\"name\":\"Another\"}"})
    void nothingToChangeChangesNothing(String body) {
      assertJson(
          api.call("PATCH", "/players/" + MBAPPE_ID, body),
          200,
          "{\"id\":\"" + MBAPPE_ID + "\",\"attributes\":{}}");
      assertThat(api.call("GET", "/players/" + MBAPPE_ID).body()).contains("Kylian Mbappé");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"team\":\"PSG\"}"})
    void unknownPlayerDoesNotExist(String body) {
      assertJson(
          api.call("PATCH", "/players/x", body), 404, "{\"detail\":\"Player 'x' does not exist\"}");
    }

    @Test
    void faultyBodyIsRefusedBeforeThePlayerIsLookedFor() {
      assertThat(api.call("PATCH", "/players/x", "{\"team\":5}").status()).isEqualTo(422);
    }
  }

  @Nested
  class Delete {
    @Test
    void playerIsGone() {
      assertJson(
          api.call("DELETE", "/players/" + MBAPPE_ID),
          200,
          "{\"message\":\"'" + MBAPPE_ID + "' successfully deleted.\"}");
      assertThat(api.call("GET", "/players/" + MBAPPE_ID).status()).isEqualTo(404);
    }

    @Test
    void unknownPlayerIsNotFound() {
      assertJson(api.call("DELETE", "/players/x"), 404, "{\"detail\":\"Player 'x' not found\"}");
    }
  }

  @Nested
  class Routing {
    @ParameterizedTest
    @ValueSource(strings = {"/nope", "/nope/", "/Players", "/players/a/b", "/docs/other.js"})
    void unknownPathIsNotFound(String path) {
      assertJson(api.call("GET", path), 404, "{\"detail\":\"Not Found\"}");
    }

    @ParameterizedTest
    @CsvSource({
      "POST, /, GET",
      "PUT, /players, 'GET, POST'",
      "HEAD, /players, 'GET, POST'",
      "OPTIONS, /players, 'GET, POST'",
      "POST, /players/x, 'GET, PATCH, DELETE'",
      "POST, /docs, 'GET, HEAD'"
    })
    void wrongMethodIsNotAllowed(String method, String path, String allowed) {
      var answer = api.call(method, path);

      assertJson(answer, 405, "{\"detail\":\"Method Not Allowed\"}");
      assertThat(answer.header("allow")).isEqualTo(allowed);
    }

    @ParameterizedTest
    @CsvSource({
      "GET, /players/, /players",
      "POST, /players/, /players",
      "PUT, /players//, /players",
      "PATCH, /players/a b/, /players/a%20b",
      "GET, /docs/, /docs"
    })
    void slashAtTheEndRedirects(String method, String path, String location) {
      var answer = api.call(method, path);

      assertThat(answer.status()).isEqualTo(307);
      assertThat(answer.header("location")).isEqualTo(location);
      assertThat(answer.body()).isEmpty();
    }

    @Test
    void redirectKeepsTheQueryAndTheStage() {
      var event = event("GET", "/prod/players/", null, "prod");
      event.put("rawQueryString", "a=b%20c");

      assertThat(api.send(event).header("location")).isEqualTo("/prod/players?a=b%20c");
    }

    @ParameterizedTest
    @CsvSource({"/prod/players, 200", "/prod, 200", "/prod/, 200", "/production/players, 404"})
    void namedStageIsNoPartOfThePath(String path, int status) {
      assertThat(api.send(event("GET", path, null, "prod")).status()).isEqualTo(status);
    }

    @Test
    void functionUrlsEncodedRawPathIsNotUsed() {
      var event = event("GET", "/players/a b", null);
      event.put("rawPath", "/players/a%20b");

      assertThat(api.send(event).body()).isEqualTo("{\"detail\":\"Player 'a b' not found\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "null", "no json", "{\"requestContext\":{}}"})
    void whatIsNoHttpEventIsRefused(String event) {
      assertThat(api.sendText(event).status()).isEqualTo(400);
    }
  }

  @Nested
  class Failure {
    @ParameterizedTest
    @CsvSource({
      "GET, /players",
      "POST, /players",
      "GET, /players/x",
      "PATCH, /players/x",
      "DELETE, /players/x"
    })
    void brokenStoreIsAnsweredWithoutItsReason(String method, String path) {
      api.store.breakDown();

      assertJson(
          api.call(method, path, MBAPPE),
          500,
          "{\"detail\":\"An error occurred while handling the request\"}");
    }

    @Test
    void reasonIsInTheLog() {
      api.store.breakDown();
      api.call("GET", "/players");

      var line = Values.object(api.logLines().getLast());
      assertThat(line).containsEntry("level", "ERROR").containsEntry("status", 500);
      assertThat(String.valueOf(line.get("error"))).contains("arn:aws:dynamodb");
    }

    @Test
    void eachRequestIsOneLineWithoutItsBody() {
      assertThat(api.logLines())
          .containsExactly(
              """
              {"timestamp":"2026-11-24T00:00:00Z","level":"INFO","requestId":"ATfSmjLgPHcESJw=",\
              "method":"POST","path":"/players","status":200}\
              """);
    }
  }

  @Test
  void answersAreNeverSniffed() {
    assertThat(api.call("GET", "/").header("x-content-type-options")).isEqualTo("nosniff");
  }

  private static String idFirst() {
    return "{\"id\":\"" + MBAPPE_ID + "\",\"name";
  }
}
