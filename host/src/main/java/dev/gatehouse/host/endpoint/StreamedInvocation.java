package dev.gatehouse.host.endpoint;

import dev.gatehouse.aws.Json;
import dev.gatehouse.door.Reason;
import dev.gatehouse.host.endpoint.AwsService.Permission;
import dev.gatehouse.http.Body;
import dev.gatehouse.http.BodyStream;
import dev.gatehouse.http.Content;
import dev.gatehouse.http.HttpHeaders;
import dev.gatehouse.http.HttpResponse;
import dev.gatehouse.lambda.Invocation;
import dev.gatehouse.lambda.InvokeResult;
import dev.gatehouse.lambda.LambdaFunction;
import dev.gatehouse.lambda.ResponseStream;
import dev.gatehouse.lambda.StreamedResult;
import dev.gatehouse.lambda.Target;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.core.JacksonException;

/// Lambda's InvokeWithResponseStream: each piece of a function's answer is an event, and the last
/// event says how it ended.
final class StreamedInvocation {
  private final Inventory inventory;
  private final Map<String, ? extends Target> functions;

  private StreamedInvocation(Inventory inventory, Map<String, ? extends Target> functions) {
    this.inventory = inventory;
    this.functions = functions;
  }

  /// @param functions by ARN, with and without qualifiers
  static Operation of(Inventory inventory, Map<String, ? extends Target> functions) {
    var invocation = new StreamedInvocation(inventory, functions);
    return new Operation(
        "InvokeWithResponseStream",
        (input, call) ->
            List.of(
                new Permission(
                    "lambda:InvokeFunction",
                    FunctionReference.of(input, inventory).arn(inventory))),
        invocation::invoke);
  }

  private Operation.Answer invoke(Input input, AwsCall call) {
    var reference = FunctionReference.of(input, inventory);
    LambdaFunction version = target(reference).pick();
    checkJson(call.request().body());
    if (header(call, "x-amz-invocation-type").equals("DryRun")) {
      return new Operation.Answer.Raw(HttpResponse.of(204));
    }
    var invocation =
        new Invocation(
            call.requestId(), call.request().body(), reference.arn(inventory), traceId(call));
    return new Operation.Answer.Raw(
        switch (version.stream(invocation)) {
          case StreamedResult.Answering(_, var stream) -> events(version, new Answer(stream));
          case StreamedResult.Ended(InvokeResult.Failed failed) ->
              events(version, Body.of(complete(Optional.of(failed))));
          case StreamedResult.Ended(InvokeResult.Throttled(var reason)) ->
              throw AwsError.of(
                      429, "TooManyRequestsException", "Rate Exceeded.", new Reason.TooMany(reason))
                  .with("Reason", reason)
                  .with("Type", "User");
          case StreamedResult.Ended(InvokeResult.RequestTooLarge _) ->
              throw AwsError.of(
                      413,
                      "RequestTooLargeException",
                      "Request must be smaller than 6291456 bytes for the InvokeFunction operation")
                  .with("Type", "User");
          case StreamedResult.Ended(InvokeResult.Returned _) ->
              throw new IllegalStateException("an answer is no end");
        });
  }

  private Target target(FunctionReference reference) {
    String arn = reference.arn(inventory);
    Target target = functions.get(arn);
    if (target == null) {
      throw FunctionReference.notFound(reference.qualifier().isEmpty() ? arn + ":$LATEST" : arn);
    }
    return target;
  }

  private static void checkJson(Body payload) {
    try {
      if (!payload.isEmpty() && Json.STRICT.readTree(payload.bytes()).isMissingNode()) {
        throw notJson("No content to map due to end-of-input");
      }
    } catch (JacksonException e) {
      throw notJson(e.getOriginalMessage());
    }
  }

  private static AwsError notJson(String problem) {
    return AwsError.of(
            400,
            "InvalidRequestContentException",
            "Could not parse request body into json: Could not parse payload into json: " + problem)
        .with("Type", "User");
  }

  private static String header(AwsCall call, String name) {
    return call.request().headers().first(name).orElse("");
  }

  private static String traceId(AwsCall call) {
    String given = header(call, "x-amzn-trace-id");
    if (given.matches("Root=1-[0-9a-f]{8}-[0-9a-f]{24}[;=A-Za-z0-9-]{0,200}")) {
      return given;
    }
    String random = UUID.randomUUID().toString().replace("-", "");
    return "Root=1-%s-%s;Parent=%s;Sampled=0"
        .formatted(
            random.substring(0, 8),
            random.substring(8),
            UUID.randomUUID().toString().replace("-", "").substring(0, 16));
  }

  private static HttpResponse events(LambdaFunction version, Content content) {
    return new HttpResponse(
        200,
        HttpHeaders.of(
            "Content-Type",
            EventStream.CONTENT_TYPE,
            "X-Amz-Executed-Version",
            version.config().version()),
        content);
  }

  private static byte[] complete(Optional<InvokeResult.Failed> failure) {
    var event = Json.STRICT.createObjectNode();
    failure.ifPresent(
        failed -> event.put("ErrorCode", "Unhandled").put("ErrorDetails", failed.payload().text()));
    return EventStream.event(
        "InvokeComplete", "application/json", Body.of(event.toString()).bytes());
  }

  private record Answer(ResponseStream stream) implements BodyStream {
    @Override
    public void writeTo(OutputStream out) throws IOException {
      for (var piece = stream.next(); piece.isPresent(); piece = stream.next()) {
        byte[] bytes = piece.orElseThrow().bytes();
        out.write(EventStream.event("PayloadChunk", "application/octet-stream", bytes));
      }
      out.write(complete(stream.failure()));
    }

    @Override
    public void close() {
      stream.close();
    }
  }
}
