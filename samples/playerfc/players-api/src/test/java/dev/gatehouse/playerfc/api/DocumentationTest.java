package dev.gatehouse.playerfc.api;

import static dev.gatehouse.playerfc.api.TestApi.event;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentationTest {
  private final TestApi api = new TestApi();

  private Map<String, Object> openApi() {
    return Values.object(api.call("GET", "/openapi.json").body());
  }

  @Test
  void documentDescribesEveryOperation() {
    var paths = Values.member(openApi(), "paths");

    assertThat(paths.keySet()).containsExactly("/", "/players", "/players/{player_id}");
    assertThat(Values.member(paths, "/").keySet()).containsExactly("get");
    assertThat(Values.member(paths, "/players").keySet()).containsExactly("get", "post");
    assertThat(Values.member(paths, "/players/{player_id}").keySet())
        .containsExactly("get", "patch", "delete");
  }

  @Test
  void everyReferenceIsDefined() {
    var schemas = Values.member(Values.member(openApi(), "components"), "schemas");
    var references =
        Pattern.compile("#/components/schemas/(\\w+)")
            .matcher(api.call("GET", "/openapi.json").body())
            .results()
            .map(reference -> reference.group(1))
            .toList();

    assertThat(references).isNotEmpty().allSatisfy(name -> assertThat(schemas).containsKey(name));
  }

  @Test
  void bodySchemaIsWhatIsValidated() {
    var schemas = Values.member(Values.member(openApi(), "components"), "schemas");

    assertThat(Json.write(schemas.get("NewPlayer")))
        .isEqualTo(
            """
            {"type":"object","properties":{"name":{"type":"string"},"country":{"type":"string"},\
            "date_of_birth":{"type":"string","format":"date"},"team":{"type":"string"},\
            "position":{"type":"string"},"club_number":{"type":"integer"},\
            "national_team_number":{"type":"integer"}},"required":["name","country","date_of_birth",\
            "team","position","club_number","national_team_number"],"examples":[{\
            "name":"Kylian Mbappé","country":"France","date_of_birth":"1998-12-20",\
            "team":"Real Madrid","position":"Forward","club_number":9,"national_team_number":10}]}\
            """);
    assertThat(Values.member(schemas, "PlayerChanges")).doesNotContainKey("required");
  }

  @Test
  void serverIsTheStage() {
    var document = Values.object(api.send(event("GET", "/prod/openapi.json", null, "prod")).body());

    assertThat(Values.array(Objects.requireNonNull(document.get("servers"))))
        .containsExactly(Map.of("url", "/prod"));
  }

  @ParameterizedTest
  @CsvSource({"/docs, swagger-ui", "/redoc, redoc"})
  void pageLoadsNothingFromElsewhere(String path, String content) {
    var page = api.call("GET", path);

    assertThat(page.status()).isEqualTo(200);
    assertThat(page.header("content-type")).isEqualTo("text/html; charset=utf-8");
    assertThat(page.header("content-security-policy"))
        .startsWith("default-src 'none'; script-src 'self';");
    assertThat(page.body()).contains(content).doesNotContain("http://", "https://", "=\"/");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/docs", "/redoc"})
  void everythingAPageRefersToIsServed(String path) {
    var references =
        Pattern.compile("(?:src|href|spec-url)=\"([^\"]+)\"")
            .matcher(api.call("GET", path).body())
            .results()
            .map(reference -> reference.group(1))
            .filter(reference -> !reference.startsWith("data:"))
            .toList();

    assertThat(references)
        .isNotEmpty()
        .allSatisfy(reference ->
            assertThat(api.call("GET", "/" + reference).status()).as(reference).isEqualTo(200));
  }

  @Test
  void compressedAssetIsTheSameAsset() throws IOException {
    var plain = api.call("GET", "/docs/swagger-ui.css");
    var event = event("GET", "/docs/swagger-ui.css", null);
    event.put("headers", new HashMap<>(Map.of("accept-encoding", "br, gzip")));
    var compressed = api.send(event);

    assertThat(plain.base64()).isFalse();
    assertThat(plain.headers()).doesNotContainKey("content-encoding");
    assertThat(compressed.base64()).isTrue();
    assertThat(compressed.header("content-encoding")).isEqualTo("gzip");
    assertThat(compressed.header("vary")).isEqualTo("accept-encoding");
    assertThat(unzipped(compressed.body())).isEqualTo(plain.body());
  }

  private static String unzipped(String base64) throws IOException {
    var bytes = new ByteArrayInputStream(Base64.getDecoder().decode(base64));
    try (var gzip = new GZIPInputStream(bytes)) {
      return new String(gzip.readAllBytes(), UTF_8);
    }
  }

  @Test
  void headOfAPageHasNoBody() {
    var head = api.call("HEAD", "/docs");

    assertThat(head.status()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/docs/docs.html", "/docs/..", "/docs/redoc.standalone.js.LICENSE.txt"})
  void onlyTheAssetsAreServed(String path) {
    assertThat(api.call("GET", path).status()).isEqualTo(404);
  }
}
