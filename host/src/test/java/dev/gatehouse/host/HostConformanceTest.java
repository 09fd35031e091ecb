package dev.gatehouse.host;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.aws.Json;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

/// A whole stack over real sockets and real processes, judged by AWS's SDK, curl and plain HTTP.
final class HostConformanceTest {
  private static final Map<String, AttributeValue> KEY = Map.of("id", AttributeValue.fromS("1"));

  @TempDir private static Path folder;
  private static Host host;
  private static HttpClient http;

  @BeforeAll
  static void start() throws Exception {
    copy("things.template.json", folder.resolve("things.template.json"));
    Path bootstrap = Files.createDirectory(folder.resolve("code")).resolve("bootstrap");
    copy("bootstrap", bootstrap);
    Files.setPosixFilePermissions(bootstrap, PosixFilePermissions.fromString("rwxr-xr-x"));
    host = Host.start(config(folder.resolve("things.template.json")), line -> {});
    http = HttpClient.newHttpClient();
    client(env("AWS_ACCESS_KEY_ID"), env("AWS_SECRET_ACCESS_KEY"))
        .putItem(put -> put.tableName("Things").item(KEY));
  }

  @AfterAll
  static void stop() {
    http.close();
    host.close();
  }

  private static void copy(String resource, Path to) throws Exception {
    try (var in = HostConformanceTest.class.getResourceAsStream(resource)) {
      Files.write(to, requireNonNull(in, resource).readAllBytes());
    }
  }

  private static HostConfig config(Path template) {
    return new HostConfig(template, folder.resolve("state"), 0, false, null, folder);
  }

  private static String env(String name) {
    return requireNonNull(host.running().environment().get(name), name);
  }

  private static String output(String name) {
    return requireNonNull(host.running().outputs().get(name), name);
  }

  private static DynamoDbClient client(String accessKeyId, String secret) {
    return DynamoDbClient.builder()
        .endpointOverride(URI.create(env("AWS_ENDPOINT_URL")))
        .region(Region.of(env("AWS_REGION")))
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKeyId, secret)))
        .httpClient(UrlConnectionHttpClient.create())
        .build();
  }

  private static DynamoDbClient limited() {
    return client(output("LimitedKeyId"), output("LimitedSecret"));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return http.send(request.build(), BodyHandlers.ofString());
  }

  private static HttpRequest.Builder to(String url) {
    return HttpRequest.newBuilder(URI.create(url));
  }

  private static String token(String scope) throws Exception {
    String form =
        "grant_type=client_credentials&client_id=%s&client_secret=%s&scope=%s"
            .formatted(env("GATEHOUSE_CLIENT_ID"), env("GATEHOUSE_CLIENT_SECRET"), scope);
    var answer =
        send(
            to(env("GATEHOUSE_TOKEN_URL"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form)));
    assertThat(answer.statusCode()).isEqualTo(200);
    return Json.STRICT.readTree(answer.body()).path("access_token").asString("");
  }

  private static List<String> reasons(int count) {
    return Journal.last(folder.resolve("state"), count, visit -> visit.has("reason")).stream()
        .map(visit -> visit.path("check").asString("") + ": " + visit.path("reason").asString(""))
        .toList();
  }

  // The AWS endpoint

  @Test
  void grantedCallIsCarriedOut() {
    assertThat(limited().getItem(get -> get.tableName("Things").key(KEY)).item()).isEqualTo(KEY);
  }

  @Test
  void callWithoutGrantIsDeniedInAwsWords() {
    assertThatThrownBy(() -> limited().putItem(put -> put.tableName("Things").item(KEY)))
        .isInstanceOfSatisfying(
            DynamoDbException.class,
            denied -> {
              assertThat(denied.statusCode()).isEqualTo(400);
              assertThat(denied.awsErrorDetails().errorCode()).isEqualTo("AccessDeniedException");
              assertThat(denied.awsErrorDetails().errorMessage())
                  .isEqualTo(
                      "User: arn:aws:iam::000000000000:user/limited is not authorized to perform:"
                          + " dynamodb:PutItem on resource:"
                          + " arn:aws:dynamodb:us-east-1:000000000000:table/Things because no"
                          + " identity-based policy allows the dynamodb:PutItem action");
            });
  }

  @Test
  void wrongSecretIsRefused() {
    String id = output("LimitedKeyId");
    assertThatThrownBy(() -> client(id, "wrong").getItem(get -> get.tableName("Things").key(KEY)))
        .isInstanceOfSatisfying(
            DynamoDbException.class,
            refused ->
                assertThat(refused.awsErrorDetails().errorCode())
                    .isEqualTo("InvalidSignatureException"));
  }

  @Test
  void unknownKeyIsRefused() {
    assertThatThrownBy(() ->
            client("AKIAAAAAAAAAAAAAAAAA", "any").getItem(get -> get.tableName("Things").key(KEY)))
        .isInstanceOfSatisfying(
            DynamoDbException.class,
            refused ->
                assertThat(refused.awsErrorDetails().errorCode())
                    .isEqualTo("UnrecognizedClientException"));
  }

  @Test
  void unsignedCallIsRefused() throws Exception {
    var answer =
        send(
            to(env("AWS_ENDPOINT_URL"))
                .header("X-Amz-Target", "DynamoDB_20120810.ListTables")
                .header("Content-Type", "application/x-amz-json-1.0")
                .POST(BodyPublishers.ofString("{}")));
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body())
        .isEqualTo(
            "{\"__type\":\"com.amazon.coral.service#MissingAuthenticationTokenException\","
                + "\"message\":\"Missing Authentication Token\"}");
  }

  @Test
  void callerLearnsWhoItIs() throws Exception {
    assertThat(curl("sts", env("AWS_ENDPOINT_URL") + "/", "Action=GetCallerIdentity"))
        .contains("<Arn>arn:aws:iam::000000000000:user/gatehouse-administrator</Arn>");
  }

  @Test
  void operationThatIsNotBuiltIsNamed() throws Exception {
    assertThat(curl("iam", env("AWS_ENDPOINT_URL") + "/", "Action=ListUsers"))
        .contains("iam:ListUsers is not one that Gatehouse carries out");
  }

  private static String curl(String service, String url, String form) throws Exception {
    var process =
        new ProcessBuilder(
                "curl",
                "-s",
                "--aws-sigv4",
                "aws:amz:us-east-1:" + service,
                "--user",
                env("AWS_ACCESS_KEY_ID") + ":" + env("AWS_SECRET_ACCESS_KEY"),
                "-d",
                form,
                url)
            .redirectErrorStream(true)
            .start();
    try (var out = process.getInputStream()) {
      return new String(out.readAllBytes(), UTF_8);
    }
  }

  // The API

  @Test
  void tokenWithTheScopeOpensTheRouteAndTheFunctionReadsWithItsRole() throws Exception {
    var answer =
        send(
            to(env("GATEHOUSE_API_URL") + "/items")
                .header("Authorization", "Bearer " + token("things/read")));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("{\"Item\":{\"id\":{\"S\":\"1\"}}}");
  }

  @Test
  void tokenWithAnotherScopeIsForbidden() throws Exception {
    var answer =
        send(
            to(env("GATEHOUSE_API_URL") + "/items")
                .header("Authorization", "Bearer " + token("things/write")));
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body()).isEqualTo("{\"message\":\"Forbidden\"}");
    assertThat(reasons(50))
        .anyMatch(reason ->
            reason.equals(
                "MissingScope: route asks for one of [things/read], token has [things/write]"));
  }

  @Test
  void greedyOpenRouteDoesNotShadowTheLockedOne() throws Exception {
    var answer = send(to(env("GATEHOUSE_API_URL") + "/items"));
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("www-authenticate")).contains("Bearer");
    assertThat(answer.body()).isEqualTo("{\"message\":\"Unauthorized\"}");
  }

  @Test
  void functionWhoseRoleLacksTheGrantIsDenied() throws Exception {
    var answer = send(to(env("GATEHOUSE_API_URL") + "/anything"));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body())
        .contains("AccessDeniedException")
        .contains("arn:aws:sts::000000000000:assumed-role/stranger/stranger");
  }

  @Test
  void functionThatDoesNotLetTheRouteInIsAnInternalError() throws Exception {
    var answer = send(to(env("GATEHOUSE_API_URL") + "/unpermitted"));
    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.body()).isEqualTo("{\"message\":\"Internal Server Error\"}");
  }

  // The function URL

  @Test
  void signedCallOpensTheFunctionUrl() throws Exception {
    assertThat(curl("lambda", env("GATEHOUSE_FUNCTION_URL"), "x=1"))
        .isEqualTo("{\"Item\":{\"id\":{\"S\":\"1\"}}}");
  }

  @Test
  void unsignedCallIsForbidden() throws Exception {
    var answer = send(to(env("GATEHOUSE_FUNCTION_URL")));
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body()).isEqualTo("{\"Message\":\"Forbidden\"}");
  }

  // The base port

  @Test
  void discoveryNamesTheIssuer() throws Exception {
    var answer = send(to(env("GATEHOUSE_ISSUER") + "/.well-known/openid-configuration"));
    assertThat(Json.STRICT.readTree(answer.body()).path("issuer").asString(""))
        .isEqualTo(env("GATEHOUSE_ISSUER"));
  }

  @Test
  void hostNameLeadsToTheSameLock() throws Exception {
    String host = output("ApiId") + ".execute-api.x.y";
    assertThat(raw(host.replace(".x.y", ".us-east-1.amazonaws.com"), "/items"))
        .startsWith("HTTP/1.1 401");
    assertThat(raw(host, "/items")).startsWith("HTTP/1.1 404");
    assertThat(raw("0".repeat(32) + ".lambda-url.us-east-1.on.aws", "/"))
        .startsWith("HTTP/1.1 403")
        .endsWith("{\"Message\":null}");
  }

  private static String raw(String hostName, String path) throws Exception {
    try (var socket =
        new java.net.Socket(java.net.InetAddress.getLoopbackAddress(), host.running().port())) {
      socket
          .getOutputStream()
          .write(
              ("GET " + path + " HTTP/1.1\r\nHost: " + hostName + "\r\nConnection: close\r\n\r\n")
                  .getBytes(US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }

  // State

  @Test
  void journalHoldsNoSecretAndNoToken() throws Exception {
    String token = token("things/read");
    send(
        to(env("GATEHOUSE_API_URL") + "/items")
            .header("Authorization", "Bearer " + altered(token)));
    String journal = Files.readString(folder.resolve("state/journal.jsonl"));
    assertThat(journal)
        .contains("TokenSignatureMismatch")
        .doesNotContain(token.substring(token.lastIndexOf('.')))
        .doesNotContain(env("GATEHOUSE_CLIENT_SECRET"))
        .doesNotContain(env("AWS_SECRET_ACCESS_KEY"));
  }

  private static String altered(String token) {
    int first = token.lastIndexOf('.') + 1;
    char other = token.charAt(first) == 'A' ? 'B' : 'A';
    return token.substring(0, first) + other + token.substring(first + 1);
  }

  @Test
  void stateInUseIsOneSentence() {
    assertThatThrownBy(() -> Host.start(config(folder.resolve("things.template.json")), line -> {}))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining("is in use by another process");
  }
}
