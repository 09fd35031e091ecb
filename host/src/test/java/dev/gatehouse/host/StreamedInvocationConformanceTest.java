package dev.gatehouse.host;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.fidelity.Shows;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.lambda.LambdaAsyncClient;
import software.amazon.awssdk.services.lambda.model.InvokeWithResponseStreamCompleteEvent;
import software.amazon.awssdk.services.lambda.model.InvokeWithResponseStreamRequest;
import software.amazon.awssdk.services.lambda.model.InvokeWithResponseStreamResponse;
import software.amazon.awssdk.services.lambda.model.InvokeWithResponseStreamResponseHandler;
import software.amazon.awssdk.services.lambda.model.LambdaException;

/// InvokeWithResponseStream, judged by AWS's SDK, and a streaming function URL of a template. The
/// functions are scripts: one streams what it is sent, and what happens then.
final class StreamedInvocationConformanceTest {
  private static final String TEMPLATE =
      """
      {"Resources": {
        "Role": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": {
          "Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole",
            "Principal": {"Service": "lambda.amazonaws.com"}}]}}},
        "Talker": {"Type": "AWS::Lambda::Function", "Properties": {
          "FunctionName": "talker", "Runtime": "provided.al2023", "Handler": "any", "Timeout": 60,
          "Role": {"Fn::GetAtt": ["Role", "Arn"]}, "Code": {"S3Bucket": "here", "S3Key": "code"}}},
        "Url": {"Type": "AWS::Lambda::Url", "Properties": {"AuthType": "NONE",
          "InvokeMode": "RESPONSE_STREAM", "TargetFunctionArn": {"Fn::GetAtt": ["Talker", "Arn"]}}},
        "MayUrl": {"Type": "AWS::Lambda::Permission", "Properties": {"Principal": "*",
          "Action": "lambda:InvokeFunctionUrl", "FunctionUrlAuthType": "NONE",
          "FunctionName": {"Ref": "Talker"}}},
        "MayInvoke": {"Type": "AWS::Lambda::Permission", "Properties": {"Principal": "*",
          "Action": "lambda:InvokeFunction", "InvokedViaFunctionUrl": true,
          "FunctionName": {"Ref": "Talker"}}},
        "First": {"Type": "AWS::Lambda::Version", "Properties": {"FunctionName": {"Ref": "Talker"}}},
        "Live": {"Type": "AWS::Lambda::Alias", "Properties": {"Name": "live",
          "FunctionName": {"Ref": "Talker"},
          "FunctionVersion": {"Fn::GetAtt": ["First", "Version"]}}},
        "Nobody": {"Type": "AWS::IAM::User", "Properties": {"UserName": "nobody"}},
        "Key": {"Type": "AWS::IAM::AccessKey", "Properties": {"UserName": {"Ref": "Nobody"}}}
      }, "Outputs": {
        "KeyId": {"Value": {"Ref": "Key"}},
        "Secret": {"Value": {"Fn::GetAtt": ["Key", "SecretAccessKey"]}}
      }}
      """;

  /// Events: `"stream"`, `"fail"` before it, `"whole"` does not stream, `"die"` ends the process; a
  /// URL's event is streamed.
  private static final String BOOTSTRAP =
      """
      #!/bin/sh
      api="http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation"
      while :; do
        event=$(curl -sS -D "$TMPDIR/headers" "$api/next") || exit 1
        id=$(tr -d '\\r' <"$TMPDIR/headers" | sed -n 's/^[Ll]ambda-[Rr]untime-[Aa]ws-[Rr]equest-[Ii]d: //p')
        case $event in
        '"fail"') curl -sS -o /dev/null -d '{"errorType":"Oops","errorMessage":"no"}' "$api/$id/error" ;;
        '"whole"') curl -sS -o /dev/null -d '{"a":1}' "$api/$id/response" ;;
        '"die"') exit 7 ;;
        *) { printf one; printf two; } |
          curl -sS -o /dev/null -X POST -T - -H 'Transfer-Encoding: chunked' \\
            -H 'Lambda-Runtime-Function-Response-Mode: streaming' \\
            -H 'Content-Type: text/plain' "$api/$id/response" ;;
        esac
      done
      """;

  @TempDir private static Path folder;
  private static Host host;

  /// One for all callers: to close one takes two seconds.
  private static LambdaAsyncClient lambda;

  @BeforeAll
  static void start() throws Exception {
    Files.writeString(folder.resolve("things.template.json"), TEMPLATE);
    Path bootstrap = Files.createDirectory(folder.resolve("code")).resolve("bootstrap");
    Files.writeString(bootstrap, BOOTSTRAP);
    assertThat(bootstrap.toFile().setExecutable(true)).isTrue();
    host = Host.start(ThingsStack.config(folder), line -> {});
    lambda =
        LambdaAsyncClient.builder()
            .endpointOverride(URI.create(env("AWS_ENDPOINT_URL")))
            .region(Region.of(env("AWS_REGION")))
            .credentialsProvider(StaticCredentialsProvider.create(administrator()))
            .build();
  }

  @AfterAll
  static void stop() {
    lambda.close();
    host.close();
  }

  private static String env(String name) {
    return requireNonNull(host.running().environment().get(name), name);
  }

  private static AwsBasicCredentials administrator() {
    return AwsBasicCredentials.create(env("AWS_ACCESS_KEY_ID"), env("AWS_SECRET_ACCESS_KEY"));
  }

  private static AwsBasicCredentials nobody() {
    var outputs = host.running().outputs();
    return AwsBasicCredentials.create(
        requireNonNull(outputs.get("KeyId")), requireNonNull(outputs.get("Secret")));
  }

  /// What a client was told.
  private static final class Told {
    final List<String> chunks = Collections.synchronizedList(new ArrayList<>());
    final List<InvokeWithResponseStreamCompleteEvent> ends =
        Collections.synchronizedList(new ArrayList<>());
    final List<InvokeWithResponseStreamResponse> heads =
        Collections.synchronizedList(new ArrayList<>());

    InvokeWithResponseStreamResponseHandler handler() {
      return InvokeWithResponseStreamResponseHandler.builder()
          .onResponse(heads::add)
          .subscriber(
              InvokeWithResponseStreamResponseHandler.Visitor.builder()
                  .onPayloadChunk(chunk -> chunks.add(chunk.payload().asUtf8String()))
                  .onInvokeComplete(ends::add)
                  .build())
          .build();
    }
  }

  private static Told invoke(String payload) {
    return invoke(
        administrator(),
        request -> request.functionName("talker").payload(SdkBytes.fromString(payload, UTF_8)));
  }

  private static Told invoke(
      AwsBasicCredentials key, Consumer<InvokeWithResponseStreamRequest.Builder> request) {
    var told = new Told();
    lambda
        .invokeWithResponseStream(
            request.andThen(any ->
                any.overrideConfiguration(
                    its -> its.credentialsProvider(StaticCredentialsProvider.create(key)))),
            told.handler())
        .orTimeout(60, TimeUnit.SECONDS)
        .join();
    return told;
  }

  @Test
  @Shows("lambda.streamed-invoke.events")
  void answerComesInChunksAndEndsWithItsCompletion() {
    var told = invoke("\"stream\"");

    assertThat(String.join("", told.chunks)).isEqualTo("onetwo");
    assertThat(told.ends).hasSize(1);
    assertThat(told.ends.getFirst().errorCode()).isNull();
    assertThat(told.heads.getFirst().executedVersion()).isEqualTo("$LATEST");
  }

  @Test
  @Shows("lambda.streamed-invoke.buffered-function")
  void answerOfAFunctionThatDoesNotStreamIsOneChunk() {
    var told = invoke("\"whole\"");

    assertThat(told.chunks).containsExactly("{\"a\":1}");
    assertThat(told.ends.getFirst().errorCode()).isNull();
  }

  @Test
  void failureIsToldByTheCompletion() {
    var told = invoke("\"fail\"");

    assertThat(told.chunks).isEmpty();
    assertThat(told.ends.getFirst().errorCode()).isEqualTo("Unhandled");
    assertThat(told.ends.getFirst().errorDetails())
        .isEqualTo("{\"errorType\":\"Oops\",\"errorMessage\":\"no\"}");
    assertThat(invoke("\"die\"").ends.getFirst().errorDetails()).contains("Runtime.ExitError");
  }

  @Test
  void aliasLeadsToItsVersion() {
    var told =
        invoke(
            administrator(),
            request ->
                request
                    .functionName("talker")
                    .qualifier("live")
                    .payload(SdkBytes.fromString("\"whole\"", UTF_8)));

    assertThat(told.chunks).containsExactly("{\"a\":1}");
    assertThat(told.heads.getFirst().executedVersion()).isEqualTo("1");
    refused(
        () -> invoke(administrator(), request -> request.functionName("talker").qualifier("dead")),
        404,
        "ResourceNotFoundException",
        "Function not found: arn:aws:lambda:us-east-1:000000000000:function:talker:dead");
  }

  @Test
  void dryRunInvokesNothing() {
    var told =
        invoke(administrator(), request -> request.functionName("talker").invocationType("DryRun"));

    assertThat(told.chunks).isEmpty();
    assertThat(told.heads.getFirst().sdkHttpResponse().statusCode()).isEqualTo(204);
  }

  @Test
  @Shows("lambda.streamed-invoke.permission")
  void callerNeedsTheInvokePermission() {
    refused(
        () -> invoke(nobody(), request -> request.functionName("talker")),
        403,
        "AccessDeniedException",
        "is not authorized to perform: lambda:InvokeFunction on resource:"
            + " arn:aws:lambda:us-east-1:000000000000:function:talker");
  }

  @Test
  void unknownFunctionIsNotFound() {
    refused(
        () -> invoke(administrator(), request -> request.functionName("nobody")),
        404,
        "ResourceNotFoundException",
        "Function not found: arn:aws:lambda:us-east-1:000000000000:function:nobody:$LATEST");
  }

  @Test
  void payloadThatIsNoJsonIsRefused() {
    refused(
        () -> invoke("{"),
        400,
        "InvalidRequestContentException",
        "Could not parse request body into json");
  }

  @Test
  void functionUrlOfATemplateStreams() throws Exception {
    try (var client = HttpClient.newHttpClient()) {
      var answer =
          client.send(
              HttpRequest.newBuilder(URI.create(env("GATEHOUSE_FUNCTION_URL"))).build(),
              BodyHandlers.ofString());

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().firstValue("transfer-encoding")).contains("chunked");
      assertThat(answer.headers().firstValue("content-type")).contains("text/plain");
      assertThat(answer.body()).isEqualTo("onetwo");
    }
  }

  private static void refused(Runnable call, int status, String code, String message) {
    assertThatThrownBy(call::run)
        .isInstanceOf(CompletionException.class)
        .cause()
        .isInstanceOfSatisfying(
            LambdaException.class,
            refusal -> {
              assertThat(refusal.statusCode()).isEqualTo(status);
              assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo(code);
              assertThat(refusal.awsErrorDetails().errorMessage()).contains(message);
            });
  }
}
