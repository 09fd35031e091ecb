package dev.gatehouse.aws;

import static dev.gatehouse.aws.SigV4SdkSigner.USER;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gatehouse.fidelity.Shows;
import dev.gatehouse.http.HttpRequest;
import dev.gatehouse.http.HttpResponse;
import dev.gatehouse.http.HttpServer;
import dev.gatehouse.http.HttpServerConfig;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// curl signs, a socket carries, the verifier judges.
class SigV4CurlConformanceTest {
  private static final String USER_OPTION = USER.id() + ":" + USER.secret().reveal();

  /// curl signs with the machine's clock, so the session must outlive any day it is run on.
  private static final AccessKey SESSION =
      SigV4SdkSigner.session(Instant.parse("2999-01-01T00:00:00Z"));

  private static HttpServer server;

  @BeforeAll
  static void serve() throws Exception {
    assumeTrue(curlSigns(), "this machine has no curl with --aws-sigv4");
    var verifier =
        new SigV4Verifier(
            id -> Stream.of(USER, SESSION).filter(key -> key.id().equals(id)).findFirst(),
            Clock.systemUTC(),
            new Region("eu-west-1"),
            List.of("lambda"),
            Duration.ofMinutes(5));
    server = HttpServer.start(HttpServerConfig.loopback(0), request -> answer(verifier, request));
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/", "/players", "/players/", "/players?a=1&b=2", "/players?b=", "/a-b_c.d~e"})
  @Shows("sigv4.building-blocks.canonical-request")
  @Shows("sigv4.building-blocks.string-to-sign")
  void signedGetIsVerified(String target) throws Exception {
    assertThat(curl(target, "-u", USER_OPTION)).isEqualTo("verified AKIDEXAMPLE");
  }

  @Test
  @Shows("sigv4.building-blocks.canonical-request")
  void signedPostIsVerified() throws Exception {
    assertThat(
            curl(
                "/players",
                "-u",
                USER_OPTION,
                "-H",
                "Content-Type: application/json",
                "-d",
                "{\"name\":\"Kylian Mbappé\"}"))
        .isEqualTo("verified AKIDEXAMPLE");
  }

  @Test
  void signedSessionIsVerified() throws Exception {
    assertThat(
            curl(
                "/",
                "-u",
                SESSION.id() + ":" + SESSION.secret().reveal(),
                "-H",
                "X-Amz-Security-Token: token/of+the session=="))
        .isEqualTo("verified ASIAEXAMPLE");
  }

  @Test
  void wrongSecretIsRefused() throws Exception {
    assertThat(curl("/", "-u", "AKIDEXAMPLE:guess"))
        .isEqualTo(SigV4Fault.Invalid.mismatch().message());
  }

  @Test
  void unknownKeyIsRefused() throws Exception {
    assertThat(curl("/", "-u", "AKIDSTRANGER:guess"))
        .isEqualTo("The security token included in the request is invalid.");
  }

  @Test
  void otherRegionIsRefused() throws Exception {
    assertThat(curl("/", "-u", USER_OPTION, "--aws-sigv4", "aws:amz:us-east-1:lambda"))
        .isEqualTo("Credential should be scoped to a valid region. ");
  }

  private static HttpResponse answer(SigV4Verifier verifier, HttpRequest request) {
    return switch (verifier.verify(request)) {
      case SigV4Result.Verified verified ->
          HttpResponse.json(200, "verified " + verified.key().id());
      case SigV4Result.Rejected rejected -> HttpResponse.json(403, rejected.fault().message());
    };
  }

  private static String curl(String target, String... options) throws Exception {
    var command =
        new ArrayList<>(List.of("curl", "-sS", "-g", "--aws-sigv4", "aws:amz:eu-west-1:lambda"));
    command.addAll(List.of(options));
    command.add("http://127.0.0.1:" + server.port() + target);
    return run(command);
  }

  private static boolean curlSigns() throws Exception {
    try {
      return run(List.of("curl", "--help", "all")).contains("--aws-sigv4");
    } catch (IOException e) {
      return false;
    }
  }

  private static String run(List<String> command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    process.waitFor();
    return output;
  }
}
