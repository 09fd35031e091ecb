package dev.gatehouse.host;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gatehouse.aws.Json;
import dev.gatehouse.cloudformation.Fault;
import dev.gatehouse.fidelity.Shows;
import java.io.IOException;
import java.net.ConnectException;
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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.cognitoidentityprovider.CognitoIdentityProviderClient;

/// What changes, and what does not, when a template changes while its stack runs.
@Timeout(60)
final class HostUpdateTest {
  private static final String POOL =
      """
      "Pool": {"Type": "AWS::Cognito::UserPool", "Properties": {"UserPoolName": "p"}},
      "Domain": {"Type": "AWS::Cognito::UserPoolDomain",
                 "Properties": {"UserPoolId": {"Ref": "Pool"}, "Domain": "p"}},
      "Scopes": {"Type": "AWS::Cognito::UserPoolResourceServer",
                 "Properties": {"UserPoolId": {"Ref": "Pool"}, "Identifier": "r", "Name": "r",
                   "Scopes": [{"ScopeName": "s", "ScopeDescription": "s"}]}},
      "Client": {"Type": "AWS::Cognito::UserPoolClient", "DependsOn": "Scopes",
                 "Properties": {"UserPoolId": {"Ref": "Pool"}, "GenerateSecret": true,
                   "AllowedOAuthFlows": ["client_credentials"],
                   "AllowedOAuthFlowsUserPoolClient": true, "AllowedOAuthScopes": ["r/s"]}}
      """;

  /// Its function answers with the number of its process.
  private static final String FUNCTION =
      """
      "Role": {"Type": "AWS::IAM::Role", "Properties": {"RoleName": "role",
        "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
          "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}]}}},
      "Function": {"Type": "AWS::Lambda::Function", "Properties": {"FunctionName": "fn",
        "Runtime": "provided.al2023", "Handler": "x", "Timeout": 60,
        "Role": {"Fn::GetAtt": ["Role", "Arn"]}, "Code": {"S3Key": "code"}}},
      "Permission": {"Type": "AWS::Lambda::Permission", "Properties": {
        "Action": "lambda:InvokeFunction", "FunctionName": {"Ref": "Function"},
        "Principal": "apigateway.amazonaws.com"}},
      "Api": {"Type": "AWS::ApiGatewayV2::Api",
              "Properties": {"Name": "a", "ProtocolType": "HTTP"}},
      "Stage": {"Type": "AWS::ApiGatewayV2::Stage", "Properties": {
        "ApiId": {"Ref": "Api"}, "StageName": "$default", "AutoDeploy": true}},
      "Integration": {"Type": "AWS::ApiGatewayV2::Integration", "Properties": {
        "ApiId": {"Ref": "Api"}, "IntegrationType": "AWS_PROXY", "PayloadFormatVersion": "2.0",
        "IntegrationUri": {"Fn::GetAtt": ["Function", "Arn"]}}}
      """;

  private static String route(String logicalId, String key) {
    return """
    "%s": {"Type": "AWS::ApiGatewayV2::Route", "Properties": {"ApiId": {"Ref": "Api"},
      "RouteKey": "%s",
      "Target": {"Fn::Join": ["/", ["integrations", {"Ref": "Integration"}]]}}}
    """
        .formatted(logicalId, key);
  }

  @TempDir private Path folder;
  private Path template;
  private final HttpClient client = HttpClient.newHttpClient();
  private @Nullable Host started;

  private Host host() {
    return requireNonNull(started);
  }

  @BeforeEach
  void writeFunction() throws IOException {
    template = folder.resolve("template.json");
    function(
        """
        answer="$$ $EXTRA"
        """);
  }

  private void function(String body) throws IOException {
    Path bootstrap = Files.createDirectories(folder.resolve("code")).resolve("bootstrap");
    Files.writeString(
        bootstrap,
        """
        #!/bin/sh
        runtime="http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation"
        while :; do
          headers=$(mktemp)
          curl -sS -o /dev/null -D "$headers" "$runtime/next" || exit 1
          id=$(tr -d '\\r' <"$headers" | sed -n 's/^[Ll]ambda-[Rr]untime-[Aa]ws-[Rr]equest-[Ii]d: //p')
          rm -f "$headers"
        %s
          curl -sS -o /dev/null -d "\\"$answer\\"" "$runtime/$id/response"
        done
        """
            .formatted(body));
    Files.setPosixFilePermissions(bootstrap, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private void write(String... resources) throws IOException {
    Files.writeString(template, "{\"Resources\": {" + String.join(",", resources) + "}}");
  }

  private Host start() {
    started = Host.start(new HostConfig(template, null, 0, false, null, folder), line -> {});
    return started;
  }

  @AfterEach
  void stop() {
    client.close();
    if (started != null) {
      started.close();
    }
  }

  private String env(String name) {
    return requireNonNull(host().running().environment().get(name), name);
  }

  private HttpResponse<String> get(String url) throws IOException, InterruptedException {
    return client.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
  }

  private String api(String path) throws IOException, InterruptedException {
    var answer = get(env("GATEHOUSE_API_URL") + path);
    return answer.statusCode() + " " + answer.body();
  }

  private int token(Map<String, String> environment) throws IOException, InterruptedException {
    String form =
        "grant_type=client_credentials&client_id=%s&client_secret=%s"
            .formatted(
                environment.get("GATEHOUSE_CLIENT_ID"), environment.get("GATEHOUSE_CLIENT_SECRET"));
    return client
        .send(
            HttpRequest.newBuilder(URI.create(environment.get("GATEHOUSE_TOKEN_URL")))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form))
                .build(),
            BodyHandlers.ofString())
        .statusCode();
  }

  private Path state() {
    return folder.resolve(".gatehouse");
  }

  @Test
  void addedDoorOpensAndTheOthersStayAsTheyAre() throws Exception {
    write(POOL);
    Map<String, String> before = start().running().environment();
    write(POOL, FUNCTION, route("Route", "GET /a"));
    Deployment update = host().update();
    assertThat(update.changes())
        .contains("created Route Route", "created Api Api", "created Function Function")
        .noneMatch(line -> line.contains("Pool") || line.contains("Client"));
    assertThat(host().running().environment()).containsAllEntriesOf(before);
    assertThat(api("/a")).startsWith("200 ");
    assertThat(token(before)).isEqualTo(200);
    assertThat(RunningStack.in(state())).contains(host().running());
  }

  @Test
  void removedDoorClosesAndItsPortIsFree() throws Exception {
    write(POOL, FUNCTION, route("Route", "GET /a"));
    String url = start().running().environment().get("GATEHOUSE_API_URL");
    write(POOL);
    assertThat(host().update().changes()).contains("deleted Api Api", "deleted Route Route");
    assertThat(host().running().environment()).doesNotContainKey("GATEHOUSE_API_URL");
    assertThatThrownBy(() -> get(url + "/a")).isInstanceOf(ConnectException.class);
  }

  @Test
  void removedClientIsRefused() throws Exception {
    write(POOL);
    Map<String, String> before = start().running().environment();
    assertThat(token(before)).isEqualTo(200);
    write(POOL.replace("\"Client\"", "\"Other\""));
    assertThat(host().update().changes())
        .containsExactlyInAnyOrder("created UserPoolClient Other", "deleted UserPoolClient Client");
    assertThat(token(before)).isEqualTo(400);
    assertThat(token(host().running().environment())).isEqualTo(200);
  }

  @Test
  @Shows("cognito.users.template")
  void usersOfTheTemplateComeAndGoWithIt() throws Exception {
    String staff =
        """
        "Staff": {"Type": "AWS::Cognito::UserPoolGroup",
                  "Properties": {"UserPoolId": {"Ref": "Pool"}, "GroupName": "staff"}}
        """;
    String jane =
        """
        "Jane": {"Type": "AWS::Cognito::UserPoolUser", "Properties": {
          "UserPoolId": {"Ref": "Pool"}, "Username": "jane",
          "UserAttributes": [{"Name": "email", "Value": "jane@example.com"}]}},
        "Member": {"Type": "AWS::Cognito::UserPoolUserToGroupAttachment", "Properties": {
          "UserPoolId": {"Ref": "Pool"}, "Username": {"Ref": "Jane"},
          "GroupName": {"Ref": "Staff"}}}
        """;
    write(POOL, staff, jane);
    start();
    var cognito = ThingsStack.client(host(), CognitoIdentityProviderClient.builder());
    String pool = cognito.listUserPools(list -> list.maxResults(1)).userPools().getFirst().id();
    assertThat(cognito.listUsersInGroup(list -> list.userPoolId(pool).groupName("staff")).users())
        .singleElement()
        .matches(user -> user.username().equals("jane"));

    write(POOL, staff);
    host().update();

    assertThat(cognito.listUsers(list -> list.userPoolId(pool)).users()).isEmpty();
    assertThat(cognito.listGroups(list -> list.userPoolId(pool)).groups()).hasSize(1);

    write(POOL, staff, jane.replace("jane@example.com", "jane"));
    assertThat(faults())
        .contains("Resources.Jane.Properties.UserAttributes: Invalid email address format.");
    write(POOL, jane.replace("{\"Ref\": \"Staff\"}", "\"nobody\""));
    assertThat(faults())
        .singleElement()
        .asString()
        .contains("no group that the template declares in this pool is called nobody");
  }

  private List<String> faults() {
    return catchThrowableOfType(TemplateFaultsException.class, () -> host().update())
        .faults()
        .stream()
        .map(Fault::line)
        .toList();
  }

  @Test
  void changedRouteIsServedAsItIsNow() throws Exception {
    write(FUNCTION, route("Route", "GET /a"));
    start();
    write(FUNCTION, route("Route", "GET /b"));
    assertThat(host().update().changes()).containsExactly("updated Route Route");
    assertThat(api("/a")).startsWith("404 ");
    assertThat(api("/b")).startsWith("200 ");
  }

  @Test
  void unchangedFunctionKeepsItsProcess() throws Exception {
    write(FUNCTION, route("Route", "GET /a"));
    start();
    String before = api("/a");
    write(FUNCTION, route("Route", "GET /a"), route("Other", "GET /b"), POOL);
    host().update();
    assertThat(api("/a")).isEqualTo(before);
    assertThat(api("/b")).isEqualTo(before);
  }

  @Test
  void changedFunctionIsAnother() throws Exception {
    write(FUNCTION, route("Route", "GET /a"));
    start();
    String before = api("/a");
    write(
        FUNCTION.replace(
            "\"Timeout\": 60",
            "\"Timeout\": 50, \"Environment\": {\"Variables\": {\"EXTRA\": \"x\"}}"),
        route("Route", "GET /a"));
    assertThat(host().update().changes()).containsExactly("updated Function Function");
    assertThat(api("/a")).isNotEqualTo(before).endsWith(" x");
  }

  @Test
  void functionWithOtherCodeIsAnother() throws Exception {
    write(FUNCTION, route("Route", "GET /a"));
    start();
    api("/a");
    function("answer=other-code");
    assertThat(host().update().changes()).containsExactly("updated Function Function");
    assertThat(api("/a")).isEqualTo("200 other-code");
  }

  @Test
  void requestUnderWayIsAnsweredByTheDoorsItEntered() throws Exception {
    Path entered = folder.resolve("entered");
    Path go = folder.resolve("go");
    for (Path pipe : List.of(entered, go)) {
      assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    }
    function("echo in > '%s'; answer=$(cat '%s')".formatted(entered, go));
    write(FUNCTION, route("Route", "GET /a"));
    start();
    var answer =
        client.sendAsync(
            HttpRequest.newBuilder(URI.create(env("GATEHOUSE_API_URL") + "/a")).build(),
            BodyHandlers.ofString());
    assertThat(Files.readString(entered)).isEqualTo("in\n");
    write(POOL);
    host().update();
    Files.writeString(go, "late\n");
    assertThat(answer.get().body()).isEqualTo("late");
  }

  @Test
  void faultyTemplateLeavesWhatRunsAlone() throws Exception {
    write(POOL, FUNCTION, route("Route", "GET /a"));
    start();
    String before = api("/a");
    RunningStack running = host().running();
    byte[] state = Files.readAllBytes(state().resolve("state.json"));
    write(POOL, FUNCTION, "\"Queue\": {\"Type\": \"AWS::SQS::Queue\"}", route("Bad", "nothing"));
    var report = catchThrowableOfType(TemplateFaultsException.class, host()::update);
    assertThat(report.lines())
        .anyMatch(line -> line.contains("what ran before goes on"))
        .anyMatch(line -> line.contains("AWS::SQS::Queue"));
    assertThat(host().running()).isEqualTo(running);
    assertThat(api("/a")).isEqualTo(before);
    assertThat(token(running.environment())).isEqualTo(200);
    assertThat(Files.readAllBytes(state().resolve("state.json"))).isEqualTo(state);
  }

  @Test
  void faultOfAServiceLeavesWhatRunsAloneAndNoPortBound() throws Exception {
    write(POOL);
    start();
    write(POOL.replace("[\"r/s\"]", "[\"r/unknown\"]"), FUNCTION, route("Route", "GET /a"));
    assertThatThrownBy(host()::update).isInstanceOf(TemplateFaultsException.class);
    assertThat(token(host().running().environment())).isEqualTo(200);
    write(POOL, FUNCTION, route("Route", "GET /a"));
    host().update();
    assertThat(api("/a")).startsWith("200 ");
  }

  @Test
  void templateThatIsNoneLeavesWhatRunsAlone() throws Exception {
    write(POOL);
    start();
    Files.writeString(template, "{\"Resources\": ");
    assertThatThrownBy(host()::update).isInstanceOf(TemplateFaultsException.class);
    assertThat(token(host().running().environment())).isEqualTo(200);
  }

  @Test
  void restartAfterAnUpdateIsTheSame() throws Exception {
    write(POOL);
    start();
    write(POOL, FUNCTION, route("Route", "GET /a"));
    host().update();
    Map<String, String> before = host().running().environment();
    host().close();
    assertThat(start().running().environment()).isEqualTo(before);
  }

  @Test
  void changedTemplateAtARestartGivesTheSame() throws Exception {
    write(FUNCTION, route("Route", "GET /a"));
    start();
    String url = env("GATEHOUSE_API_URL");
    host().close();
    write(FUNCTION, route("Route", "GET /b"));
    start();
    assertThat(env("GATEHOUSE_API_URL")).isEqualTo(url);
    assertThat(api("/b")).startsWith("200 ");
    assertThat(host().update().changes()).isEmpty();
  }

  @Test
  void mutationIsCheckedPutOnDiskAndServed() throws Exception {
    write(POOL);
    start();
    String poolId = env("GATEHOUSE_ISSUER").replaceFirst(".*/", "");
    var changes = host().changes();
    String name = changes.newName("AWS::Cognito::UserPoolClient");
    var properties = Json.STRICT.createObjectNode();
    properties.put("UserPoolId", poolId).put("ClientName", "made").put("GenerateSecret", true);
    properties.putArray("AllowedOAuthFlows").add("client_credentials");
    properties.put("AllowedOAuthFlowsUserPoolClient", true);
    properties.putArray("AllowedOAuthScopes").add("r/s");
    changes.carryOut(
        List.of(
            new dev.gatehouse.host.endpoint.Changes.Change.Put(
                name, "AWS::Cognito::UserPoolClient", properties)));
    ClientView made = clientNamed("made");
    assertThat(token(credentials(made))).isEqualTo(200);

    host().close();
    start();
    assertThat(clientNamed("made")).isEqualTo(made);
    assertThat(token(credentials(made))).isEqualTo(200);

    host().changes().carryOut(List.of(new dev.gatehouse.host.endpoint.Changes.Change.Delete(name)));
    assertThat(token(credentials(made))).isEqualTo(400);
  }

  private ClientView clientNamed(String name) {
    return host().running().clients().stream()
        .filter(client -> client.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static Map<String, String> credentials(ClientView client) {
    return Map.of(
        "GATEHOUSE_CLIENT_ID", client.id(),
        "GATEHOUSE_CLIENT_SECRET", client.secret(),
        "GATEHOUSE_TOKEN_URL", client.tokenUrl());
  }
}
