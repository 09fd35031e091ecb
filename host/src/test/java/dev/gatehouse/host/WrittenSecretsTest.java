package dev.gatehouse.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.services.cognitoidentityprovider.CognitoIdentityProviderClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.sts.StsClient;

/// Guests put secrets and tokens wherever they please, right and wrong ones; none of them is in
/// what the journal and the logs keep.
final class WrittenSecretsTest {
  @TempDir private static Path folder;

  private final List<String> secrets = new ArrayList<>();

  @Test
  void journalAndLogsHoldNoSecretAndNoToken() throws Exception {
    try (var stack = ThingsStack.start(folder)) {
      knockWithClientSecrets(stack);
      knockWithTokens(stack);
      knockWithKeys(stack);
      setPasswords(stack);

      assertThat(stack.refusals()).hasSizeGreaterThan(8);
      for (Path file : written(stack.state())) {
        String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        assertThat(text).as(file.toString()).doesNotContain(secrets);
      }
    }
  }

  private String secret(String value) {
    secrets.add(value);
    return value;
  }

  private void knockWithClientSecrets(ThingsStack stack) throws Exception {
    String id = stack.env("GATEHOUSE_CLIENT_ID");
    String right = secret(stack.env("GATEHOUSE_CLIENT_SECRET"));
    String wrong = secret("wrong0123456789wrong0123456789");
    for (String form :
        List.of(
            "grant_type=client_credentials&client_id=" + id + "&client_secret=" + wrong,
            "grant_type=client_credentials&client_id=" + right + "&client_secret=" + id,
            "grant_type=" + right + "&client_id=" + id,
            "grant_type=client_credentials&client_id="
                + id
                + "&client_secret="
                + right
                + "&scope=x")) {
      stack.send(
          ThingsStack.to(stack.env("GATEHOUSE_TOKEN_URL") + "?client_secret=" + right)
              .header("Content-Type", "application/x-www-form-urlencoded")
              .POST(BodyPublishers.ofString(form)));
    }
    String basic =
        secret(
            Base64.getEncoder()
                .encodeToString((id + ":" + wrong).getBytes(StandardCharsets.UTF_8)));
    stack.send(
        ThingsStack.to(stack.env("GATEHOUSE_TOKEN_URL"))
            .header("Authorization", "Basic " + basic)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString("grant_type=client_credentials")));
  }

  private void knockWithTokens(ThingsStack stack) throws Exception {
    String token = secret(stack.token("things/write"));
    String[] segments = token.split("\\.");
    secret(segments[1]);
    secret(segments[2]);
    assertThat(stack.items(token).statusCode()).isEqualTo(403);
    assertThat(stack.items(stack.token("things/read")).statusCode()).isEqualTo(200);
    stack.items(token.substring(0, token.length() - 9));
    stack.items(segments[0] + "." + segments[2] + "." + segments[1]);
    stack.items(token + "." + token);
    stack.send(ThingsStack.to(stack.env("GATEHOUSE_API_URL") + "/items?access_token=" + token));
  }

  private void knockWithKeys(ThingsStack stack) throws Exception {
    secret(stack.env("AWS_SECRET_ACCESS_KEY"));
    secret(stack.output("LimitedSecret"));
    var session =
        stack
            .client(StsClient.builder(), stack.key("Assumer"))
            .assumeRole(request ->
                request
                    .roleArn("arn:aws:iam::000000000000:role/operator")
                    .roleSessionName("shift")
                    .externalId("sesame"))
            .credentials();
    secret(session.secretAccessKey());
    var iam = stack.client(IamClient.builder(), stack.administratorKey());
    iam.createUser(create -> create.userName("guest"));
    var made = iam.createAccessKey(create -> create.userName("guest")).accessKey();
    secret(made.secretAccessKey());
    var guest =
        stack.client(
            IamClient.builder(),
            AwsBasicCredentials.create(made.accessKeyId(), made.secretAccessKey()));
    assertThatThrownBy(guest::getUser).hasMessageNotContaining(made.secretAccessKey());
    secret(session.sessionToken());
    String url = stack.env("AWS_ENDPOINT_URL") + "/";
    String wrong = secret("wrongSecretKey0123456789wrong");
    stack.curl("sts", stack.env("AWS_ACCESS_KEY_ID") + ":" + wrong, new String[] {url});
    stack.curl(
        "sts",
        session.accessKeyId() + ":" + session.secretAccessKey(),
        new String[] {"-H", "X-Amz-Security-Token: " + session.sessionToken() + "x", url});
    stack.curl("sts", session.accessKeyId() + ":" + session.secretAccessKey(), new String[] {url});
    stack.send(
        ThingsStack.to(url + "?X-Amz-Security-Token=" + "t")
            .header(
                "Authorization", "AWS4-HMAC-SHA256 Credential=" + wrong + ", Signature=" + wrong));
  }

  private void setPasswords(ThingsStack stack) throws IOException {
    String right = secret("Right-Passw0rd-of-jane");
    String weak = secret("weak-passw0rd-of-jane");
    String malformed = secret(" malformed-Passw0rd-of-jane ");
    var cognito = stack.client(CognitoIdentityProviderClient.builder(), stack.administratorKey());
    String pool = cognito.listUserPools(list -> list.maxResults(1)).userPools().getFirst().id();
    cognito.adminCreateUser(
        create -> create.userPoolId(pool).username("jane").temporaryPassword(right));
    for (String refused : List.of(weak, malformed)) {
      assertThatThrownBy(() ->
              cognito.adminSetUserPassword(
                  set -> set.userPoolId(pool).username("jane").password(refused)))
          .hasMessageNotContaining(refused);
    }
    try (Stream<Path> files = Files.walk(stack.state())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        assertThat(text).as(file.toString()).doesNotContain(right, weak, malformed);
      }
    }
  }

  /// All but what is kept for its owner: keys, ids, and the way to the doors.
  private static List<Path> written(Path state) throws IOException {
    try (Stream<Path> files = Files.walk(state)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> file.toString().contains("journal") || file.toString().contains("logs"))
          .toList();
    }
  }
}
