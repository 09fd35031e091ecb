package dev.gatehouse.host;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.fidelity.Shows;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An API, a function URL and the addresses of one stack: real sockets, real processes, judged by
/// curl and plain HTTP.
final class HostConformanceTest {
  @TempDir private static Path folder;
  private static ThingsStack stack;

  @BeforeAll
  static void start() throws Exception {
    stack = ThingsStack.start(folder);
  }

  @AfterAll
  static void stop() {
    stack.close();
  }

  // The API

  @Test
  void tokenWithTheScopeOpensTheRouteAndTheFunctionReadsWithItsRole() throws Exception {
    var answer =
        stack.send(
            ThingsStack.to(stack.env("GATEHOUSE_API_URL") + "/items")
                .header("Authorization", "Bearer " + stack.token("things/read")));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("{\"Item\":{\"id\":{\"S\":\"1\"}}}");
  }

  @Test
  void tokenWithAnotherScopeIsForbidden() throws Exception {
    var answer =
        stack.send(
            ThingsStack.to(stack.env("GATEHOUSE_API_URL") + "/items")
                .header("Authorization", "Bearer " + stack.token("things/write")));
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body()).isEqualTo("{\"message\":\"Forbidden\"}");
    assertThat(stack.refusals())
        .anyMatch(reason ->
            reason.equals(
                "MissingScope: route asks for one of [things/read], token has [things/write];"
                    + " client machine may have it: ask for it in the token request's scope"));
  }

  @Test
  void greedyOpenRouteDoesNotShadowTheLockedOne() throws Exception {
    var answer = stack.send(ThingsStack.to(stack.env("GATEHOUSE_API_URL") + "/items"));
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("www-authenticate")).contains("Bearer");
    assertThat(answer.body()).isEqualTo("{\"message\":\"Unauthorized\"}");
  }

  @Test
  void functionWhoseRoleLacksTheGrantIsDenied() throws Exception {
    var answer = stack.send(ThingsStack.to(stack.env("GATEHOUSE_API_URL") + "/anything"));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body())
        .contains("AccessDeniedException")
        .contains("arn:aws:sts::000000000000:assumed-role/stranger/stranger");
  }

  @Test
  void functionThatDoesNotLetTheRouteInIsAnInternalError() throws Exception {
    var answer = stack.send(ThingsStack.to(stack.env("GATEHOUSE_API_URL") + "/unpermitted"));
    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.body()).isEqualTo("{\"message\":\"Internal Server Error\"}");
  }

  // The function URL

  @Test
  @Shows("function-url.authorisation.either-policy-suffices")
  void signedCallOpensTheFunctionUrl() throws Exception {
    assertThat(stack.curl("lambda", "-d", "x=1", stack.env("GATEHOUSE_FUNCTION_URL")))
        .startsWith("HTTP/1.1 200")
        .endsWith("{\"Item\":{\"id\":{\"S\":\"1\"}}}");
  }

  @Test
  void signerWithoutGrantIsForbidden() throws Exception {
    String user = stack.output("LimitedKeyId") + ":" + stack.output("LimitedSecret");
    assertThat(stack.curl("lambda", user, new String[] {stack.env("GATEHOUSE_FUNCTION_URL")}))
        .startsWith("HTTP/1.1 403")
        .containsIgnoringCase("x-amzn-ErrorType: AccessDeniedException")
        .endsWith(
            "{\"Message\":\"Forbidden. For troubleshooting Function URL authorization issues, see:"
                + " https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html\"}");
    assertThat(stack.refusals())
        .anyMatch(reason ->
            reason.startsWith(
                "NotPermitted: arn:aws:iam::000000000000:user/limited may not"
                    + " lambda:InvokeFunctionUrl on"));
  }

  @Test
  void unsignedCallIsForbidden() throws Exception {
    var answer = stack.send(ThingsStack.to(stack.env("GATEHOUSE_FUNCTION_URL")));
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body()).isEqualTo("{\"Message\":\"Forbidden\"}");
  }

  // The base port

  @Test
  @Shows("function-url.address.host-case")
  void hostNameLeadsToTheSameLock() throws Exception {
    String host = stack.output("ApiId") + ".execute-api.x.y";
    assertThat(raw(host.replace(".x.y", ".us-east-1.amazonaws.com"), "/items"))
        .startsWith("HTTP/1.1 401");
    assertThat(raw(host, "/items")).startsWith("HTTP/1.1 404");
    for (String domain : List.of(".lambda-url.us-east-1.on.aws", ".Lambda-URL.us-east-1.ON.aws")) {
      assertThat(raw("0".repeat(32) + domain, "/"))
          .startsWith("HTTP/1.1 403")
          .endsWith("{\"Message\":null}");
    }
  }

  private static String raw(String hostName, String path) throws Exception {
    try (var socket =
        new java.net.Socket(java.net.InetAddress.getLoopbackAddress(), stack.port())) {
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
    String token = stack.token("things/read");
    stack.send(
        ThingsStack.to(stack.env("GATEHOUSE_API_URL") + "/items")
            .header("Authorization", "Bearer " + altered(token)));
    String journal = stack.journal();
    assertThat(journal)
        .contains("TokenSignatureMismatch")
        .doesNotContain(token.substring(token.lastIndexOf('.')))
        .doesNotContain(stack.env("GATEHOUSE_CLIENT_SECRET"))
        .doesNotContain(stack.env("AWS_SECRET_ACCESS_KEY"));
  }

  private static String altered(String token) {
    int first = token.lastIndexOf('.') + 1;
    char other = token.charAt(first) == 'A' ? 'B' : 'A';
    return token.substring(0, first) + other + token.substring(first + 1);
  }

  @Test
  void stateInUseIsOneSentence() {
    assertThatThrownBy(() -> Host.start(ThingsStack.config(folder), line -> {}))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining("is in use by another process");
  }
}
