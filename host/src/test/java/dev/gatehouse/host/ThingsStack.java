package dev.gatehouse.host;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.aws.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// `things.template.json` running, and the clients that knock at its doors. Its table holds one
/// item, [#ITEM].
final class ThingsStack implements AutoCloseable {
  static final Map<String, AttributeValue> ITEM = Map.of("id", AttributeValue.fromS("1"));

  private final Path folder;
  private final Host host;
  private final HttpClient http = HttpClient.newHttpClient();

  private ThingsStack(Path folder, Host host) {
    this.folder = folder;
    this.host = host;
  }

  static ThingsStack start(Path folder) throws IOException {
    copy("things.template.json", folder.resolve("things.template.json"));
    Path bootstrap = Files.createDirectory(folder.resolve("code")).resolve("bootstrap");
    copy("bootstrap", bootstrap);
    Files.setPosixFilePermissions(bootstrap, PosixFilePermissions.fromString("rwxr-xr-x"));
    var stack = new ThingsStack(folder, Host.start(config(folder), line -> {}));
    stack.administrator().putItem(put -> put.tableName("Things").item(ITEM));
    return stack;
  }

  private static void copy(String resource, Path to) throws IOException {
    try (var in = ThingsStack.class.getResourceAsStream(resource)) {
      Files.write(to, requireNonNull(in, resource).readAllBytes());
    }
  }

  static HostConfig config(Path folder) {
    return new HostConfig(
        folder.resolve("things.template.json"), folder.resolve("state"), 0, false, null, folder);
  }

  Path state() {
    return folder.resolve("state");
  }

  int port() {
    return host.running().port();
  }

  String env(String name) {
    return requireNonNull(host.running().environment().get(name), name);
  }

  String output(String name) {
    return requireNonNull(host.running().outputs().get(name), name);
  }

  // Clients

  DynamoDbClient administrator() {
    return client(env("AWS_REGION"), env("AWS_ACCESS_KEY_ID"), env("AWS_SECRET_ACCESS_KEY"));
  }

  DynamoDbClient limited() {
    return client(env("AWS_REGION"), output("LimitedKeyId"), output("LimitedSecret"));
  }

  DynamoDbClient client(String region, String accessKeyId, String secret) {
    return DynamoDbClient.builder()
        .endpointOverride(URI.create(env("AWS_ENDPOINT_URL")))
        .region(Region.of(region))
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKeyId, secret)))
        .httpClient(Apache5HttpClient.create())
        .build();
  }

  AwsCredentials administratorKey() {
    return AwsBasicCredentials.create(env("AWS_ACCESS_KEY_ID"), env("AWS_SECRET_ACCESS_KEY"));
  }

  /// @param user whose key the template puts out, `Limited` say
  AwsCredentials key(String user) {
    return AwsBasicCredentials.create(output(user + "KeyId"), output(user + "Secret"));
  }

  /// The administrator's, of any host.
  static <B extends AwsClientBuilder<B, C> & SdkSyncClientBuilder<B, C>, C> C client(
      Host host, B builder) {
    var environment = host.running().environment();
    return builder
        .endpointOverride(URI.create(requireNonNull(environment.get("AWS_ENDPOINT_URL"))))
        .region(Region.of(requireNonNull(environment.get("AWS_REGION"))))
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(
                    requireNonNull(environment.get("AWS_ACCESS_KEY_ID")),
                    requireNonNull(environment.get("AWS_SECRET_ACCESS_KEY")))))
        .httpClient(Apache5HttpClient.create())
        .build();
  }

  /// A client that is left as AWS ships it, but for the address.
  <B extends AwsClientBuilder<B, C> & SdkSyncClientBuilder<B, C>, C> C client(
      B builder, AwsCredentials key) {
    return builder
        .endpointOverride(URI.create(env("AWS_ENDPOINT_URL")))
        .region(Region.of(env("AWS_REGION")))
        .credentialsProvider(StaticCredentialsProvider.create(key))
        .httpClient(Apache5HttpClient.create())
        .build();
  }

  static HttpRequest.Builder to(String url) {
    return HttpRequest.newBuilder(URI.create(url));
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return http.send(request.build(), BodyHandlers.ofString());
  }

  String token(String scope) throws Exception {
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

  /// A locked route, asked with this token.
  HttpResponse<String> items(String token) throws Exception {
    return send(to(env("GATEHOUSE_API_URL") + "/items").header("Authorization", "Bearer " + token));
  }

  /// curl, signing with the administrator's key.
  ///
  /// @return head and body
  String curl(String service, String... arguments) throws Exception {
    return curl(service, env("AWS_ACCESS_KEY_ID") + ":" + env("AWS_SECRET_ACCESS_KEY"), arguments);
  }

  /// @param user access key id and secret, a colon between
  String curl(String service, String user, String[] arguments) throws Exception {
    var command =
        new ArrayList<>(
            List.of("curl", "-si", "--aws-sigv4", "aws:amz:us-east-1:" + service, "--user", user));
    command.addAll(List.of(arguments));
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (var out = process.getInputStream()) {
      return new String(out.readAllBytes(), UTF_8);
    }
  }

  // Journal

  /// `CHECK: reason` of the refusals so far.
  List<String> refusals() {
    return host.visits(1000, visit -> visit.has("reason")).stream()
        .map(visit -> visit.path("check").asString("") + ": " + visit.path("reason").asString(""))
        .toList();
  }

  /// The file as it is, with the last visit.
  String journal() throws IOException {
    host.visits(1, visit -> true);
    return Files.readString(state().resolve("journal.jsonl"));
  }

  @Override
  public void close() {
    http.close();
    host.close();
  }
}
