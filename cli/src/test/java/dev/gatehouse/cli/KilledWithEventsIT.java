package dev.gatehouse.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A process that is killed while asynchronous invocations are not over. The function tells this
/// test of each event through a socket, and succeeds when it hears back.
final class KilledWithEventsIT {
  private static final int PATIENCE_MILLIS = 60_000;

  private static final String TEMPLATE =
      """
      {"Resources": {
        "Role": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": {
          "Version": "2012-10-17",
          "Statement": [{"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"},
            "Action": "sts:AssumeRole"}]}}},
        "Teller": {"Type": "AWS::Lambda::Function", "Properties": {
          "FunctionName": "teller", "Runtime": "nodejs20.x", "Handler": "index.handler",
          "Timeout": 120, "Role": {"Fn::GetAtt": ["Role", "Arn"]},
          "Code": {"ZipFile": "exports.handler = (event) => new Promise((heard, failed) => { \
      const socket = require('net').connect(PORT, '127.0.0.1', () => socket.write(event.word + '\\\\n')); \
      socket.on('data', () => { socket.end(); heard('told'); }); \
      socket.on('error', failed); });"}}}}}
      """;

  @TempDir private Path folder;
  private ServerSocket listening;
  private Launcher launcher;

  @BeforeEach
  void start() throws Exception {
    listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    listening.setSoTimeout(PATIENCE_MILLIS);
    Path template = folder.resolve("template.json");
    Files.writeString(
        template, TEMPLATE.replace("PORT", Integer.toString(listening.getLocalPort())));
    launcher = new Launcher(folder, template);
    launcher.up();
  }

  @AfterEach
  void stop() throws Exception {
    launcher.stop();
    listening.close();
  }

  private void accepted(String word) throws Exception {
    Map<String, String> env = launcher.env();
    var request =
        SignedRequest.of(
            "POST",
            env.get("AWS_ENDPOINT_URL") + "/2015-03-31/functions/teller/invocations",
            "{\"word\": \"%s\"}".formatted(word),
            List.of(new SignedRequest.Header("X-Amz-Invocation-Type", "Event")),
            "lambda",
            env);
    try (var client = HttpClient.newHttpClient()) {
      HttpResponse<String> answer = client.send(request.toRequest(), BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    }
  }

  private static String word(Socket told) throws IOException {
    told.setSoTimeout(PATIENCE_MILLIS);
    return new BufferedReader(new InputStreamReader(told.getInputStream(), UTF_8)).readLine();
  }

  @Test
  void acceptedEventIsDeliveredByTheNextProcessAndAFinishedOneIsNot() throws Exception {
    accepted("first");
    try (Socket told = listening.accept()) {
      assertThat(word(told)).isEqualTo("first");
      told.getOutputStream().write('.');
      assertThat(told.getInputStream().read()).isEqualTo(-1);
    }
    accepted("second");
    try (Socket told = listening.accept()) {
      assertThat(word(told)).isEqualTo("second");
      launcher.kill();
    }

    launcher.up();
    try (Socket told = listening.accept()) {
      assertThat(word(told)).isEqualTo("second");
      told.getOutputStream().write('.');
    }
    accepted("third");
    try (Socket told = listening.accept()) {
      assertThat(word(told)).isEqualTo("third");
    }
  }
}
