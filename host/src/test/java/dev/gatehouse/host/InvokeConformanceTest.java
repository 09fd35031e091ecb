package dev.gatehouse.host;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

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
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.CloudWatchLogsException;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogStream;
import software.amazon.awssdk.services.cloudwatchlogs.model.OutputLogEvent;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.lambda.model.InvokeRequest;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.LogType;
import software.amazon.awssdk.services.lambda.model.TooManyRequestsException;
import tools.jackson.databind.JsonNode;

/// `Invoke`, versions and aliases, judged by AWS's SDK.
final class InvokeConformanceTest {
  private static final String ECHO = "arn:aws:lambda:us-east-1:000000000000:function:echo";

  @TempDir private static Path folder;
  private static Host host;

  @BeforeAll
  static void start() throws Exception {
    host = start(folder, text -> text);
  }

  @AfterAll
  static void stop() {
    host.close();
  }

  private static Host start(Path in, UnaryOperator<String> edited)
      throws IOException, InterruptedException {
    Path template = in.resolve("functions.template.yaml");
    Files.writeString(
        template,
        edited.apply(resource("functions.template.yaml").replace("FOLDER", in.toString())));
    Path bootstrap = Files.createDirectories(in.resolve("code")).resolve("bootstrap");
    Files.writeString(bootstrap, resource("echo-bootstrap"));
    assertThat(bootstrap.toFile().setExecutable(true)).isTrue();
    if (!Files.exists(in.resolve("gate"))) {
      var made = new ProcessBuilder("mkfifo", in.resolve("gate").toString()).start();
      assertThat(made.waitFor()).isZero();
    }
    return Host.start(
        new HostConfig(template, in.resolve("state"), 0, false, null, in), line -> {});
  }

  private static String resource(String name) throws IOException {
    try (var in = InvokeConformanceTest.class.getResourceAsStream(name)) {
      return new String(requireNonNull(in, name).readAllBytes(), UTF_8);
    }
  }

  // Answers

  @Test
  @Shows("lambda.invoke.request-response")
  @Shows("lambda.runtime-api.invoked-arn")
  void functionAnswersAsTheVersionThatRan() {
    InvokeResponse answer = invoke(call -> call.payload(json("{\"a\": [1, \"é\"]}")));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.executedVersion()).isEqualTo("$LATEST");
    assertThat(answer.functionError()).isNull();
    assertThat(answer.logResult()).isNull();
    assertThat(answer.sdkHttpResponse().firstMatchingHeader("x-amzn-Remapped-Content-Length"))
        .hasValue("0");
    assertThat(answer.sdkHttpResponse().firstMatchingHeader("X-Amzn-Trace-Id").orElseThrow())
        .matches("root=1-[0-9a-f]{8}-[0-9a-f]{24};parent=[0-9a-f]{16};sampled=0");
    assertThat(payload(answer).path("arn").asString()).isEqualTo(ECHO);
    assertThat(payload(answer).path("event")).isEqualTo(tree("{\"a\": [1, \"é\"]}"));
    assertThat(payload(answer).path("context").isNull()).isTrue();
  }

  @Test
  @Shows("lambda.runtime-api.invoked-arn")
  @Shows("lambda.versions.qualifiers")
  void qualifierPicksTheVersionAndIsToldAsItWasGiven() {
    for (String qualifier : new String[] {"$LATEST", "1", "live"}) {
      InvokeResponse answer = invoke(call -> call.qualifier(qualifier));

      String version = qualifier.equals("$LATEST") ? "$LATEST" : "1";
      assertThat(answer.executedVersion()).isEqualTo(version);
      assertThat(payload(answer).path("version").asString()).isEqualTo(version);
      assertThat(payload(answer).path("arn").asString()).isEqualTo(ECHO + ":" + qualifier);
    }
    assertThat(invoke(call -> call.functionName(ECHO + ":live")).executedVersion()).isEqualTo("1");
  }

  @Test
  void missingPayloadIsAnEmptyObject() {
    assertThat(payload(invoke(call -> {})).path("event")).isEqualTo(tree("{}"));
  }

  @Test
  @Shows("lambda.invoke.function-error")
  void functionsErrorIsA200() {
    InvokeResponse answer = invoke(call -> call.payload(json("\"fail\"")));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.functionError()).isEqualTo("Unhandled");
    assertThat(answer.executedVersion()).isEqualTo("$LATEST");
    assertThat(answer.payload().asUtf8String())
        .isEqualTo("{\"errorMessage\":\"as asked\",\"errorType\":\"Asked\"}");
  }

  @Test
  @Shows("lambda.invoke.log-tail")
  void logOfTheInvocationIsToldWhenAskedFor() {
    InvokeResponse answer = invoke(call -> call.logType(LogType.TAIL).qualifier("live"));

    String id = answer.responseMetadata().requestId();
    assertThat(new String(Base64.getDecoder().decode(answer.logResult()), UTF_8))
        .startsWith(
            "START RequestId: %s Version: 1\ninvoked as %s:live\nEND RequestId: %s\nREPORT RequestId: %s\t"
                .formatted(id, ECHO, id, id));
  }

  @Test
  @Shows("lambda.invoke.client-context")
  @Shows("lambda.runtime-api.client-context")
  void clientContextReachesTheFunction() {
    String context =
        Base64.getEncoder().encodeToString("{\"custom\": {\"a\": \"é\"}}".getBytes(UTF_8));

    assertThat(payload(invoke(call -> call.clientContext(context))).path("context"))
        .isEqualTo(tree("{\"custom\": {\"a\": \"é\"}}"));
    String problem = "Client context must be a valid Base64-encoded JSON object.";
    new Refusal(400, "InvalidRequestContentException", problem)
        .of(() -> invoke(call -> call.clientContext("no base64")));
  }

  @Test
  @Shows("lambda.invoke.dry-run")
  void dryRunOnlyAsksWhetherItWouldBeLetIn() {
    assertThat(invoke(call -> call.invocationType(InvocationType.DRY_RUN)).statusCode())
        .isEqualTo(204);
    try (var caller = lambda(host, "CallerKeyId", "CallerSecret")) {
      new Refusal(403, "AccessDeniedException", refusal(ECHO))
          .of(() ->
              caller.invoke(
                  call -> call.functionName("echo").invocationType(InvocationType.DRY_RUN)));
    }
  }

  // Logs

  @Test
  @Shows("management.logs.events")
  void invocationsLinesAreEventsOfItsEnvironmentsStream() {
    Instant before = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    String id = invoke(call -> {}).responseMetadata().requestId();

    var events = logs("\"" + id + "\"").events();
    assertThat(events)
        .extracting(event -> event.message().split("[ \t]")[0])
        .containsExactly("START", "END", "REPORT");
    var start = events.getFirst();
    assertThat(start.logStreamName()).matches("\\d{4}/\\d\\d/\\d\\d/\\[\\$LATEST][0-9a-f]{32}");
    assertThat(Instant.ofEpochMilli(start.timestamp())).isBetween(before, Instant.now());
    assertThat(start.eventId()).matches("\\d{56}");
    try (var logs = logs(administratorsKeys())) {
      var stream =
          logs.getLogEvents(asked ->
              asked
                  .logGroupName("/aws/lambda/echo")
                  .logStreamName(start.logStreamName())
                  .startTime(start.timestamp())
                  .startFromHead(true));
      assertThat(stream.events())
          .extracting(OutputLogEvent::message)
          .containsSubsequence(start.message(), "invoked as " + ECHO, "END RequestId: " + id);
      var streams = logs.describeLogStreams(asked -> asked.logGroupName("/aws/lambda/echo"));
      assertThat(streams.logStreams())
          .extracting(LogStream::logStreamName)
          .contains(start.logStreamName());
    }
  }

  @Test
  @Shows("management.logs.tokens")
  void tokensLeadThroughAStreamInBothDirectionsAndStayAtItsEnd() {
    String id = invoke(call -> {}).responseMetadata().requestId();
    String stream = logs("\"" + id + "\"").events().getFirst().logStreamName();
    try (var logs = logs(administratorsKeys())) {
      Function<@Nullable String, GetLogEventsResponse> page =
          token ->
              logs.getLogEvents(asked ->
                  asked
                      .logGroupName("/aws/lambda/echo")
                      .logStreamName(stream)
                      .startFromHead(true)
                      .limit(2)
                      .nextToken(token));
      var first = page.apply(null);
      var second = page.apply(first.nextForwardToken());
      assertThat(first.events()).hasSize(2);
      assertThat(second.events()).isNotEmpty().doesNotContainAnyElementsOf(first.events());
      assertThat(page.apply(second.nextBackwardToken()).events()).isEqualTo(first.events());
      var start = page.apply(first.nextBackwardToken());
      assertThat(start.events()).isEmpty();
      assertThat(start.nextBackwardToken()).isEqualTo(first.nextBackwardToken());
      new Refusal(400, "InvalidParameterException", "The specified nextToken is invalid.")
          .of(() -> page.apply("f/1/s"));
    }
  }

  @Test
  @Shows("management.logs.events")
  void answerHasAsManyEventsAsFitIntoAMegabyte() {
    for (int i = 0; i < 2; i++) {
      invoke(call -> call.payload(json("\"loud\"")));
    }
    try (var logs = logs(administratorsKeys())) {
      Function<@Nullable String, FilterLogEventsResponse> page =
          token ->
              logs.filterLogEvents(asked ->
                  asked
                      .logGroupName("/aws/lambda/echo")
                      .filterPattern("x".repeat(1000))
                      .nextToken(token));
      var first = page.apply(null);
      var second = page.apply(first.nextToken());
      assertThat(second.nextToken()).isNull();
      assertThat(bytes(first.events()))
          .isLessThanOrEqualTo(1024 * 1024)
          .isGreaterThan(1024 * 1024 - bytes(second.events().subList(0, 1)));
      // A line longer than a pipe's 64 KiB comes in parts.
      assertThat(
              Stream.of(first, second)
                  .flatMap(one -> one.events().stream())
                  .mapToInt(event -> event.message().length())
                  .sum())
          .isEqualTo(2 * 600_000);
    }
  }

  private static int bytes(List<FilteredLogEvent> events) {
    return events.stream().mapToInt(event -> event.message().length() + 26).sum();
  }

  @Test
  @Shows("management.logs.events")
  void logsOfNothingAreNotFound() {
    try (var logs = logs(administratorsKeys())) {
      new Refusal(400, "ResourceNotFoundException", "The specified log group does not exist.")
          .of(() -> logs.filterLogEvents(asked -> asked.logGroupName("/aws/lambda/none")));
      new Refusal(400, "ResourceNotFoundException", "The specified log stream does not exist.")
          .of(() ->
              logs.getLogEvents(
                  asked -> asked.logGroupName("/aws/lambda/echo").logStreamName("none")));
    }
  }

  @Test
  @Shows("management.logs.filter-patterns")
  void patternThatIsNotReadIsRefused() {
    new Refusal(
            400,
            "InvalidParameterException",
            "Invalid filter pattern: only terms and quoted phrases are supported here")
        .of(() -> logs("{ $.level = \"ERROR\" }"));
  }

  @Test
  void logsAreNotReadWithoutPermission() {
    var outputs = host.running().outputs();
    try (var logs =
        logs(
            AwsBasicCredentials.create(
                requireNonNull(outputs.get("CallerKeyId")),
                requireNonNull(outputs.get("CallerSecret"))))) {
      var refused =
          catchThrowableOfType(
              CloudWatchLogsException.class,
              () -> logs.filterLogEvents(asked -> asked.logGroupName("/aws/lambda/echo")));
      assertThat(refused.statusCode()).isEqualTo(400);
      assertThat(refused.awsErrorDetails().errorMessage())
          .contains("is not authorized to perform: logs:FilterLogEvents on resource: arn:aws:logs:")
          .contains(":log-group:/aws/lambda/echo:log-stream:");
    }
  }

  // Refusals

  @Test
  @Shows("lambda.invoke.unknown-function")
  void whatDoesNotExistIsNotFound() {
    new Refusal(404, "ResourceNotFoundException", "Function not found: " + ECHO + "s:$LATEST")
        .of(() -> invoke(call -> call.functionName("echos")));
    new Refusal(404, "ResourceNotFoundException", "Function not found: " + ECHO + ":2")
        .of(() -> invoke(call -> call.qualifier("2")));
  }

  @Test
  @Shows("lambda.invoke.other-region")
  void functionOfAnotherRegionIsOutOfReach() {
    new Refusal(
            404,
            "ResourceNotFoundException",
            "Functions from 'eu-west-1' are not reachable in this region ('us-east-1')")
        .of(() -> invoke(call -> call.functionName(ECHO.replace("us-east-1", "eu-west-1"))));
  }

  @Test
  @Shows("lambda.invoke.not-json")
  void payloadMustBeJson() {
    for (var type : InvocationType.knownValues()) {
      new Refusal(
              400,
              "InvalidRequestContentException",
              "Could not parse request body into json: Could not parse payload into json:"
                  + " Unrecognized token 'no': was expecting (JSON String, Number, Array, Object or"
                  + " token 'null', 'true' or 'false')")
          .of(() -> invoke(call -> call.invocationType(type).payload(json("no json"))));
    }
  }

  @Test
  @Shows("lambda.invoke.too-large")
  void payloadsHaveTheirLimits() {
    String size = "Request must be smaller than %s bytes for the InvokeFunction operation";
    new Refusal(413, "RequestTooLargeException", size.formatted(6_291_456))
        .of(() -> invoke(call -> call.payload(json("1" + " ".repeat(6_291_456)))));
    new Refusal(413, "RequestTooLargeException", size.formatted(1_048_576))
        .of(() ->
            invoke(call ->
                call.invocationType(InvocationType.EVENT)
                    .payload(json("1" + " ".repeat(1_048_576)))));
    assertThat(invoke(call -> call.payload(json("1" + " ".repeat(1_048_576)))).statusCode())
        .isEqualTo(200);
  }

  @Test
  @Shows("lambda.invoke.throttled")
  void reservedConcurrencyOfZeroThrottles() {
    var refused =
        catchThrowableOfType(
            TooManyRequestsException.class, () -> invoke(call -> call.functionName("shut")));

    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(refused.awsErrorDetails().errorMessage()).isEqualTo("Rate Exceeded.");
    assertThat(refused.reasonAsString())
        .isEqualTo("ReservedFunctionConcurrentInvocationLimitExceeded");
    assertThat(refused.type()).isEqualTo("User");
    assertThat(refused.retryAfterSeconds()).isEqualTo("1");
  }

  @Test
  @Shows("lambda.invoke.validation")
  void unknownTypesAreRefused() {
    String problem =
        "1 validation error detected: Value '%s' at '%s' failed to satisfy constraint: Member must"
            + " satisfy enum value set: %s";
    new Refusal(
            400,
            "ValidationException",
            problem.formatted("Later", "invocationType", "[Event, RequestResponse, DryRun]"))
        .of(() -> invoke(call -> call.invocationType("Later")));
    new Refusal(400, "ValidationException", problem.formatted("All", "logType", "[Tail, None]"))
        .of(() -> invoke(call -> call.logType("All")));
  }

  @Test
  @Shows("lambda.versions.permissions")
  void grantOnAnAliasOpensNothingElse() {
    try (var caller = lambda(host, "CallerKeyId", "CallerSecret")) {
      assertThat(
              caller.invoke(call -> call.functionName("echo").qualifier("live")).executedVersion())
          .isEqualTo("1");
      for (String qualifier : new String[] {"$LATEST", "1", "dead"}) {
        new Refusal(403, "AccessDeniedException", refusal(ECHO + ":" + qualifier))
            .of(() -> caller.invoke(call -> call.functionName("echo").qualifier(qualifier)));
      }
      new Refusal(403, "AccessDeniedException", refusal(ECHO))
          .of(() -> caller.invoke(call -> call.functionName("echo")));
    }
  }

  private static String refusal(String resource) {
    return Refusal.notAuthorized("caller", "lambda:InvokeFunction", resource);
  }

  // Other doors

  @Test
  @Shows("lambda.versions.permissions")
  void apiReachesTheAliasThatLetsItInAndNotTheFunction() throws Exception {
    String api = env("GATEHOUSE_API_URL");
    var live = get(api + "/live");
    assertThat(live.statusCode()).isEqualTo(200);
    assertThat(tree(live.body()).path("arn").asString()).isEqualTo(ECHO + ":live");
    assertThat(tree(live.body()).path("version").asString()).isEqualTo("1");

    assertThat(get(api + "/latest").statusCode()).isEqualTo(500);
  }

  @Test
  @Shows("lambda.versions.permissions")
  void urlOfTheAliasIsOpenAndTheFunctionsIsNot() throws Exception {
    var live = get(env("GATEHOUSE_FUNCTION_URL_URL"));
    assertThat(live.statusCode()).isEqualTo(200);
    assertThat(tree(live.body()).path("arn").asString()).isEqualTo(ECHO + ":live");

    assertThat(get(env("GATEHOUSE_FUNCTION_URL_URL_OF_LATEST")).statusCode()).isEqualTo(403);
  }

  // Events

  @Test
  @Shows("lambda.invoke.event")
  void eventIsAcknowledgedAndItsFailureToldToTheDestination() throws Exception {
    InvokeResponse answer =
        invoke(call -> call.invocationType(InvocationType.EVENT).payload(json("\"fail\"")));

    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(answer.executedVersion()).isNull();
    assertThat(answer.payload().asByteArray()).isEmpty();
    JsonNode record = tree(Files.readString(folder.resolve("gate")));
    assertThat(record.path("requestContext").path("condition").asString())
        .isEqualTo("RetriesExhausted");
    assertThat(record.path("requestContext").path("requestId").asString())
        .isEqualTo(answer.responseMetadata().requestId());
    assertThat(record.path("responsePayload").path("errorType").asString()).isEqualTo("Asked");
  }

  @Test
  @Shows("lambda.asynchronous.resumed")
  void acknowledgedEventOutlivesItsHost(@TempDir Path in) throws Exception {
    try (var first = start(in, text -> text);
        var lambda = administrator(first)) {
      // It waits for somebody to read at its gate.
      lambda.invoke(call ->
          call.functionName("told").invocationType(InvocationType.EVENT).payload(json("\"kept\"")));
    }
    try (var second = start(in, text -> text)) {
      assertThat(Files.readString(in.resolve("gate"))).isEqualTo("\"kept\"\n");
      assertThat(second.running().stack()).isNotEmpty();
    }
  }

  // Versions over time

  @Test
  @Shows("lambda.versions.snapshot")
  @Shows("lambda.versions.numbers")
  void versionsKeepWhatTheyWereAndNumbersAreNotGivenAgain(@TempDir Path in) throws Exception {
    start(in, text -> text).close();
    String two =
        "  Two:\n    Type: AWS::Lambda::Version\n    Properties: {FunctionName: !Ref Echo}\n";
    try (var changed =
            start(
                in,
                text ->
                    text.replace("SAID: first", "SAID: second")
                        .replace("  Live:\n", two + "  Live:\n"));
        var lambda = administrator(changed)) {
      assertThat(said(lambda, "1")).isEqualTo("first");
      assertThat(said(lambda, "2")).isEqualTo("second");
      assertThat(said(lambda, "$LATEST")).isEqualTo("second");
    }
    String three = two.replace("Two", "Three");
    try (var changed =
            start(
                in,
                text ->
                    text.replace("SAID: first", "SAID: third")
                        .replace("  Live:\n", three + "  Live:\n"));
        var lambda = administrator(changed)) {
      assertThat(said(lambda, "1")).isEqualTo("first");
      assertThat(said(lambda, "3")).isEqualTo("third");
      new Refusal(404, "ResourceNotFoundException", "Function not found: " + ECHO + ":2")
          .of(() -> said(lambda, "2"));
    }
  }

  private static String said(LambdaClient lambda, String version) {
    return payload(lambda.invoke(call -> call.functionName("echo").qualifier(version)))
        .path("said")
        .asString();
  }

  // Clients

  private static InvokeResponse invoke(Consumer<InvokeRequest.Builder> more) {
    try (var lambda = administrator(host)) {
      var call = InvokeRequest.builder().functionName("echo");
      more.accept(call);
      return lambda.invoke(call.build());
    }
  }

  private static FilterLogEventsResponse logs(String pattern) {
    try (var logs = logs(administratorsKeys())) {
      return logs.filterLogEvents(
          asked -> asked.logGroupName("/aws/lambda/echo").filterPattern(pattern));
    }
  }

  private static AwsBasicCredentials administratorsKeys() {
    return AwsBasicCredentials.create(env("AWS_ACCESS_KEY_ID"), env("AWS_SECRET_ACCESS_KEY"));
  }

  private static CloudWatchLogsClient logs(AwsBasicCredentials keys) {
    return CloudWatchLogsClient.builder()
        .endpointOverride(URI.create(env("AWS_ENDPOINT_URL")))
        .region(Region.US_EAST_1)
        .credentialsProvider(StaticCredentialsProvider.create(keys))
        .httpClient(Apache5HttpClient.create())
        .overrideConfiguration(over -> over.retryStrategy(DefaultRetryStrategy.doNotRetry()))
        .build();
  }

  private static String env(String name) {
    return requireNonNull(
        host.running().environment().get(name), () -> name + host.running().environment().keySet());
  }

  private static LambdaClient administrator(Host of) {
    var env = of.running().environment();
    return client(
        of,
        requireNonNull(env.get("AWS_ACCESS_KEY_ID")),
        requireNonNull(env.get("AWS_SECRET_ACCESS_KEY")));
  }

  private static LambdaClient lambda(Host of, String idOutput, String secretOutput) {
    var outputs = of.running().outputs();
    return client(
        of, requireNonNull(outputs.get(idOutput)), requireNonNull(outputs.get(secretOutput)));
  }

  private static LambdaClient client(Host of, String id, String secret) {
    return LambdaClient.builder()
        .endpointOverride(
            URI.create(requireNonNull(of.running().environment().get("AWS_ENDPOINT_URL"))))
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create(id, secret)))
        .httpClient(Apache5HttpClient.create())
        .overrideConfiguration(over -> over.retryStrategy(DefaultRetryStrategy.doNotRetry()))
        .build();
  }

  private static HttpResponse<String> get(String url) throws Exception {
    try (var http = HttpClient.newHttpClient()) {
      return http.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
    }
  }

  private static SdkBytes json(String text) {
    return SdkBytes.fromUtf8String(text);
  }

  private static JsonNode payload(InvokeResponse answer) {
    return tree(answer.payload().asUtf8String());
  }

  private static JsonNode tree(String json) {
    return Json.STRICT.readTree(json);
  }
}
