package dev.gatehouse.host.endpoint;

import dev.gatehouse.aws.Json;
import dev.gatehouse.door.Reason;
import dev.gatehouse.host.endpoint.AwsService.Permission;
import dev.gatehouse.http.Body;
import dev.gatehouse.http.HttpHeaders;
import dev.gatehouse.http.HttpResponse;
import dev.gatehouse.lambda.Invocation;
import dev.gatehouse.lambda.InvokeResult;
import dev.gatehouse.lambda.LambdaFunction;
import dev.gatehouse.lambda.LoggedResult;
import dev.gatehouse.lambda.Target;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Lambda's `Invoke` (API_Invoke): a function's answer, or its error, is a 200; an event is
/// acknowledged once it is kept.
final class Invocations {
  /// Bytes: 6 MB each way, 1 MB for events (gettingstarted-limits).
  private static final int MAX_REQUEST = 6 * 1024 * 1024;

  private static final int MAX_EVENT = 1024 * 1024;

  /// Bytes of base64 (API_Invoke, X-Amz-Client-Context).
  private static final int MAX_CONTEXT = 3583;

  /// Payloads are the function's business: they need only be JSON.
  private static final ObjectReader ANY_JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build().reader();

  private enum Type {
    REQUEST_RESPONSE,
    EVENT,
    DRY_RUN
  }

  private final Inventory inventory;
  private final Invocables functions;
  private final InstantSource clock;

  private Invocations(Inventory inventory, Invocables functions, InstantSource clock) {
    this.inventory = inventory;
    this.functions = functions;
    this.clock = clock;
  }

  static Operation operation(Inventory inventory, Invocables functions, InstantSource clock) {
    var invocations = new Invocations(inventory, functions, clock);
    return new Operation(
        "Invoke",
        (input, call) ->
            List.of(
                new Permission(
                    "lambda:InvokeFunction",
                    FunctionReference.of(input, inventory).arn(inventory))),
        (input, call) -> new Operation.Answer.Raw(invocations.invoke(input, call)));
  }

  private HttpResponse invoke(Input input, AwsCall call) {
    Type type = type(input, call);
    boolean tail = tail(input, call);
    var reference = FunctionReference.of(input, inventory);
    String arn = reference.arn(inventory);
    Target target = functions.targets().get(arn);
    if (target == null) {
      throw FunctionReference.notFound(reference.qualifier().isEmpty() ? arn + ":$LATEST" : arn);
    }
    refuseWhatIsNotBuilt(call);
    Body payload = payload(call, type == Type.EVENT ? MAX_EVENT : MAX_REQUEST);
    String trace =
        "Root=1-%08x-%s;Parent=%s;Sampled=0"
            .formatted(clock.instant().getEpochSecond(), hex(24), hex(16));
    var invocation = new Invocation(call.requestId(), payload, arn, trace, context(call));
    return switch (type) {
      case DRY_RUN -> answer(204, trace, Body.EMPTY);
      case EVENT -> {
        if (!functions.events().test(invocation)) {
          throw throttled("CallerRateLimitExceeded");
        }
        yield answer(202, trace, Body.EMPTY);
      }
      case REQUEST_RESPONSE -> {
        LambdaFunction version = target.pick();
        yield answer(version, version.invokeLogged(invocation), tail, trace);
      }
    };
  }

  private static HttpResponse answer(
      LambdaFunction version, LoggedResult logged, boolean tail, String trace) {
    HttpResponse answer =
        switch (logged.result()) {
          case InvokeResult.Returned(var payload) -> answer(200, trace, payload);
          case InvokeResult.Failed(_, var payload) ->
              answer(200, trace, payload).with("X-Amz-Function-Error", "Unhandled");
          case InvokeResult.Throttled(var reason) -> throw throttled(reason);
          case InvokeResult.RequestTooLarge _ -> throw tooLarge(MAX_REQUEST);
        };
    answer = answer.with("X-Amz-Executed-Version", version.config().version());
    return tail
        ? answer.with("X-Amz-Log-Result", Base64.getEncoder().encodeToString(logged.log().bytes()))
        : answer;
  }

  private static HttpResponse answer(int status, String trace, Body payload) {
    var headers =
        HttpHeaders.of(
            "x-amzn-Remapped-Content-Length",
            "0",
            "X-Amzn-Trace-Id",
            trace
                .replace("Root=", "root=")
                .replace("Parent=", "parent=")
                .replace("Sampled=", "sampled="));
    return new HttpResponse(
        status,
        status == 204 ? headers : headers.plus("Content-Type", "application/json"),
        payload);
  }

  // What the caller wrote

  private static Type type(Input input, AwsCall call) {
    String type = header(call, "x-amz-invocation-type").orElse("RequestResponse");
    return switch (type) {
      case "RequestResponse" -> Type.REQUEST_RESPONSE;
      case "Event" -> Type.EVENT;
      case "DryRun" -> Type.DRY_RUN;
      default -> throw notOneOf(input, type, "invocationType", "[Event, RequestResponse, DryRun]");
    };
  }

  private static boolean tail(Input input, AwsCall call) {
    String type = header(call, "x-amz-log-type").orElse("None");
    return switch (type) {
      case "None" -> false;
      case "Tail" -> true;
      default -> throw notOneOf(input, type, "logType", "[Tail, None]");
    };
  }

  private static AwsError notOneOf(Input input, String value, String member, String allowed) {
    return input.refuse(
        "1 validation error detected: Value '%s' at '%s' failed to satisfy constraint: Member must satisfy enum value set: %s"
            .formatted(value, member, allowed));
  }

  /// Left aside they would change what the function does.
  private static void refuseWhatIsNotBuilt(AwsCall call) {
    for (String name : List.of("x-amz-tenant-id", "x-amz-durable-execution-name")) {
      if (header(call, name).isPresent()) {
        throw AwsError.of(
                400, "InvalidParameterValueException", "The function does not take " + name)
            .with("Type", "User");
      }
    }
  }

  private static Body payload(AwsCall call, int limit) {
    Body payload = call.request().body();
    if (payload.length() > limit) {
      throw tooLarge(limit);
    }
    if (payload.isEmpty()) {
      return Body.of("{}");
    }
    try {
      if (!ANY_JSON.readTree(payload.bytes()).isMissingNode()) {
        return payload;
      }
    } catch (JacksonException e) {
      throw notJson(e.getOriginalMessage());
    }
    throw notJson("No content to map due to end-of-input");
  }

  private static AwsError notJson(String problem) {
    return AwsError.of(
            400,
            "InvalidRequestContentException",
            "Could not parse request body into json: Could not parse payload into json: " + problem)
        .with("Type", "User");
  }

  /// On one line, as a header carries it to the function.
  private static @Nullable String context(AwsCall call) {
    String header = header(call, "x-amz-client-context").orElse("");
    if (header.isEmpty()) {
      return null;
    }
    try {
      if (header.length() <= MAX_CONTEXT
          && Json.STRICT.readTree(Base64.getDecoder().decode(header))
              instanceof ObjectNode object) {
        return ascii(object.toString());
      }
    } catch (IllegalArgumentException | JacksonException notJson) {
      // Told below.
    }
    throw AwsError.of(
            400,
            "InvalidRequestContentException",
            "Client context must be a valid Base64-encoded JSON object.")
        .with("Type", "User");
  }

  private static String ascii(String json) {
    var text = new StringBuilder();
    for (int i = 0; i < json.length(); i++) {
      char each = json.charAt(i);
      text.append(each < 0x7f ? String.valueOf(each) : String.format("\\u%04x", (int) each));
    }
    return text.toString();
  }

  private static Optional<String> header(AwsCall call, String name) {
    return call.request().headers().first(name);
  }

  // Refusals

  private static AwsError tooLarge(int limit) {
    return AwsError.of(
            413,
            "RequestTooLargeException",
            "Request must be smaller than " + limit + " bytes for the InvokeFunction operation")
        .with("Type", "User");
  }

  private static AwsError throttled(String reason) {
    return AwsError.of(
            429, "TooManyRequestsException", "Rate Exceeded.", new Reason.TooMany(reason))
        .with("Reason", reason)
        .with("Type", "User")
        .withHeader("Retry-After", "1");
  }

  private static String hex(int digits) {
    return UUID.randomUUID().toString().replace("-", "").substring(0, digits);
  }
}
