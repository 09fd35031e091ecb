package dev.gatehouse.host;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.aws.Json;
import dev.gatehouse.fidelity.Shows;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;
import tools.jackson.databind.JsonNode;

/// IAM routes and Lambda authorizers of one stack: real functions, policies and sockets, judged by
/// curl's own signer.
final class LocksConformanceTest {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String FORBIDDEN = "{\"message\":\"Forbidden\"}";
  private static final String BROKEN = "{\"message\":\"Internal Server Error\"}";

  @TempDir private static Path folder;
  private static Host host;

  @BeforeAll
  static void start() throws IOException {
    Path template = folder.resolve("template.yaml");
    try (var in = LocksConformanceTest.class.getResourceAsStream("locks.template.yaml")) {
      Files.write(template, requireNonNull(in, "template").readAllBytes());
    }
    host =
        Host.start(
            new HostConfig(template, folder.resolve("state"), 0, false, null, folder), line -> {});
  }

  @AfterAll
  static void stop() {
    host.close();
  }

  private static String env(String name) {
    return requireNonNull(host.running().environment().get(name), name);
  }

  private static String output(String name) {
    return requireNonNull(host.running().outputs().get(name), name);
  }

  private static HttpResponse<String> get(String path, String... headers) throws Exception {
    return send(env("GATEHOUSE_API_URL_API") + path, headers);
  }

  private static HttpResponse<String> send(String url, String... headers) throws Exception {
    var request = HttpRequest.newBuilder(URI.create(url));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return HTTP.send(request.build(), BodyHandlers.ofString());
  }

  private static JsonNode json(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return Json.STRICT.readTree(answer.body());
  }

  private static List<String> refusals() {
    return host.visits(1000, visit -> visit.has("reason")).stream()
        .map(visit -> visit.path("check").asString("") + ": " + visit.path("reason").asString(""))
        .toList();
  }

  @Nested
  final class Signed {
    private final String user = output("CallerKeyId") + ":" + output("CallerSecret");

    /// @return status and body
    private static String curl(String service, String user, String url, String... more)
        throws Exception {
      var command =
          new ArrayList<>(
              List.of(
                  "curl",
                  "-s",
                  "-w",
                  "\\n%{http_code}",
                  "--path-as-is",
                  "--aws-sigv4",
                  "aws:amz:us-east-1:" + service,
                  "--user",
                  user,
                  url));
      command.addAll(List.of(more));
      var process = new ProcessBuilder(command).redirectErrorStream(true).start();
      try (var out = process.getInputStream()) {
        return new String(out.readAllBytes(), UTF_8);
      }
    }

    private static String url(String path) {
      return env("GATEHOUSE_API_URL_API") + path;
    }

    @Test
    void userWhoMayInvokeTheRouteIsServed() throws Exception {
      assertThat(curl("execute-api", user, url("/signed/a")))
          .contains("arn:aws:iam::000000000000:user/caller")
          .endsWith("\n200");
      assertThat(curl("execute-api", user, url("/signed/a?b=c&d=e%20f"))).endsWith("\n200");
    }

    @Test
    void accountsOwnerIsServed() throws Exception {
      String owner = env("AWS_ACCESS_KEY_ID") + ":" + env("AWS_SECRET_ACCESS_KEY");

      assertThat(curl("execute-api", owner, url("/signed/a"))).endsWith("\n200");
    }

    @Test
    void functionInFormat1IsToldWhoCalls() throws Exception {
      assertThat(curl("execute-api", user, url("/signed/old")))
          .contains("\"version\":\"1.0\"")
          .containsPattern("\"caller\":\"AIDA[A-Z0-9]+\"")
          .endsWith("\n200");
    }

    @ParameterizedTest
    @CsvSource({
      "execute-api, /signed/secret",
      "execute-api, /signed//secret",
      "execute-api, /signed/secret/",
      "execute-api, /signed/%2573ecret",
      "lambda, /signed/a",
    })
    void userWhoMayNotIsForbidden(String service, String path) throws Exception {
      assertThat(curl(service, user, url(path))).isEqualTo(FORBIDDEN + "\n403");
    }

    @Test
    void otherMethodsAreForbidden() throws Exception {
      assertThat(curl("execute-api", user, url("/signed/a"), "-d", "{}"))
          .isEqualTo(FORBIDDEN + "\n403");
      assertThat(refusals())
          .anyMatch(reason ->
              reason.startsWith(
                      "NotPermitted: arn:aws:iam::000000000000:user/caller may not"
                          + " execute-api:Invoke on arn:aws:execute-api:us-east-1:000000000000:")
                  && reason.contains(
                      "/$default/POST/signed/a: no identity-based policy allows it"));
    }

    @Test
    void unsignedWrongAndUnknownKeysAreForbidden() throws Exception {
      HttpResponse<String> unsigned = get("/signed/a");
      assertThat(unsigned.statusCode()).isEqualTo(403);
      assertThat(unsigned.body()).isEqualTo(FORBIDDEN);
      assertThat(unsigned.headers().firstValue("content-type")).contains("application/json");
      assertThat(curl("execute-api", output("CallerKeyId") + ":wrong", url("/signed/a")))
          .isEqualTo(FORBIDDEN + "\n403");
      assertThat(curl("execute-api", "AKIAUNKNOWN:" + output("CallerSecret"), url("/signed/a")))
          .isEqualTo(FORBIDDEN + "\n403");
    }

    @Test
    @Shows("httpapi.iam.condition-keys")
    void roleSessionIsServedUnderItsConditions() throws Exception {
      Credentials session = session();
      String key = session.accessKeyId() + ":" + session.secretAccessKey();
      String token = "x-amz-security-token: " + session.sessionToken();

      assertThat(curl("execute-api", key, url("/signed/a"), "-H", token))
          .contains("assumed-role/visitor/s1")
          .endsWith("\n200");
      assertThat(curl("execute-api", key, url("/signed/a"))).isEqualTo(FORBIDDEN + "\n403");
      assertThat(curl("execute-api", key, url("/signed/a"), "-H", token, "-A", "wget"))
          .isEqualTo(FORBIDDEN + "\n403");
    }

    private Credentials session() {
      try (var sts =
          StsClient.builder()
              .endpointOverride(URI.create(env("AWS_ENDPOINT_URL")))
              .region(Region.of(env("AWS_REGION")))
              .credentialsProvider(
                  StaticCredentialsProvider.create(
                      AwsBasicCredentials.create(output("CallerKeyId"), output("CallerSecret"))))
              .httpClient(Apache5HttpClient.create())
              .build()) {
        return sts.assumeRole(role ->
                role.roleArn("arn:aws:iam::000000000000:role/visitor").roleSessionName("s1"))
            .credentials();
      }
    }

    @Test
    @Shows("httpapi.iam.openapi")
    void routesOfADocumentHaveTheSameLocks() throws Exception {
      String documented = env("GATEHOUSE_API_URL_DOCUMENTED");

      for (String path : List.of("/signed/a", "/signed/b")) {
        assertThat(send(documented + path).statusCode()).isEqualTo(403);
        assertThat(curl("execute-api", user, documented + path))
            .contains("\"version\":\"1.0\"")
            .endsWith("\n200");
      }
    }
  }

  @Nested
  final class Judged {
    @Test
    void functionLetsInWhomItKnowsOnceForItsTime() throws Exception {
      JsonNode first = json(get("/judged/a", "X-Token", "good-1"));
      assertThat(first.at("/authorizer/lambda/token").stringValue()).isEqualTo("good-1");

      int times = first.at("/authorizer/lambda/times").intValue();
      assertThat(
              json(get("/judged/b", "x-token", "good-1")).at("/authorizer/lambda/times").intValue())
          .isEqualTo(times);
      assertThat(
              json(get("/judged/b", "x-token", "good-2"))
                  .at("/authorizer/lambda/token")
                  .stringValue())
          .isEqualTo("good-2");
    }

    @Test
    void othersAreForbidden() throws Exception {
      HttpResponse<String> answer = get("/judged/a", "X-Token", "bad");

      assertThat(answer.statusCode()).isEqualTo(403);
      assertThat(answer.body()).isEqualTo(FORBIDDEN);
      assertThat(refusals())
          .contains("AuthorizerRefused: authorizer judge answered isAuthorized: false");
    }

    @Test
    void withoutIdentityNobodyIsAsked() throws Exception {
      HttpResponse<String> answer = get("/judged/a");

      assertThat(answer.statusCode()).isEqualTo(401);
      assertThat(answer.body()).isEqualTo("{\"message\":\"Unauthorized\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"boom", "odd"})
    void functionThatFailsOpensNothing(String token) throws Exception {
      HttpResponse<String> answer = get("/judged/a", "X-Token", token);

      assertThat(answer.statusCode()).isEqualTo(500);
      assertThat(answer.body()).isEqualTo(BROKEN);
    }

    @Test
    @Shows("httpapi.lambda-authorizer.no-permission")
    void functionThatDoesNotLetTheAuthorizerInOpensNothing() throws Exception {
      HttpResponse<String> answer = get("/strange");

      assertThat(answer.statusCode()).isEqualTo(500);
      assertThat(answer.body()).isEqualTo(BROKEN);
      assertThat(refusals())
          .anyMatch(reason ->
              reason.startsWith(
                  "Broken: authorizer stranger cannot be invoked: apigateway.amazonaws.com may not"
                      + " lambda:InvokeFunction"));
    }

    @Test
    @Shows("httpapi.lambda-authorizer.credentials-role")
    void roleThatMayInvokesTheFunction() throws Exception {
      assertThat(json(get("/by-role")).at("/authorizer/lambda/from").stringValue())
          .isEqualTo("private");
      assertThat(get("/by-powerless-role").statusCode()).isEqualTo(500);
    }
  }

  @Nested
  final class UnderALaw {
    @ParameterizedTest
    @CsvSource({
      "reader, /law/a, 200",
      "reader, /law/b/c, 200",
      "local, /law/a, 200",
      "remote, /law/a, 403",
      "nobody, /law/a, 403",
      "faulty, /law/a, 500",
      "unknown, /law/a, 500",
    })
    void policyOfTheFunctionIsAskedAboutTheRoute(String who, String path, int status)
        throws Exception {
      assertThat(get(path + "?who=" + who).statusCode()).isEqualTo(status);
    }

    @Test
    void keptPolicyIsAskedAnewForAnotherMethod() throws Exception {
      assertThat(get("/law/a?who=reader").statusCode()).isEqualTo(200);
      var post =
          HttpRequest.newBuilder(URI.create(env("GATEHOUSE_API_URL_API") + "/law/a?who=reader"))
              .POST(HttpRequest.BodyPublishers.noBody())
              .build();
      assertThat(HTTP.send(post, BodyHandlers.ofString()).statusCode()).isEqualTo(403);
    }

    @Test
    void functionInFormat1IsToldWhatTheAuthorizerSaid() throws Exception {
      assertThat(json(get("/law/told?who=reader")).get("authorizer").toString())
          .isEqualTo("{\"principalId\":\"reader\",\"method\":\"GET\"}");
    }

    @Test
    void ownerIsToldWhatIsWrongWithThePolicy() throws Exception {
      get("/law/x?who=faulty");

      assertThat(refusals())
          .anyMatch(reason -> reason.contains("$.Statement[0].Resources: is not an element"));
    }

    @Test
    void routesOfADocumentHaveTheSameLock() throws Exception {
      String url = env("GATEHOUSE_API_URL_DOCUMENTED") + "/law/a";

      assertThat(send(url).statusCode()).isEqualTo(401);
      assertThat(send(url + "?who=nobody").statusCode()).isEqualTo(403);
      assertThat(json(send(url + "?who=reader")).at("/authorizer/principalId").stringValue())
          .isEqualTo("reader");
    }
  }

  @Test
  @Shows("httpapi.iam.integration-credentials")
  void integrationIsInvokedAsItsRole() throws Exception {
    assertThat(json(get("/as-role")).at("/context/from").stringValue()).isEqualTo("private");
    assertThat(json(send(env("GATEHOUSE_API_URL_DOCUMENTED") + "/as-role")).has("context"))
        .isTrue();
    for (String path : List.of("/as-powerless-role", "/as-distrustful-role")) {
      assertThat(get(path).statusCode()).as(path).isEqualTo(500);
    }
  }
}
