package dev.gatehouse.lambda;

import dev.gatehouse.aws.Json;
import dev.gatehouse.aws.SigV4Fault;
import dev.gatehouse.http.HttpResponse;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The answers that Lambda gives in the function's place. `Message` and `message` are two different
/// front ends speaking; clients compare the bytes.
final class FunctionUrlRefusal {
  private static final String NO_MESSAGE = "{\"Message\":null}";
  private static final String NOT_PERMITTED =
      "Forbidden. For troubleshooting Function URL authorization issues, see:"
          + " https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html";

  private FunctionUrlRefusal() {}

  static HttpResponse noSuchUrl() {
    return error(403, "AccessDeniedException", NO_MESSAGE);
  }

  static HttpResponse notPermitted() {
    return error(403, "AccessDeniedException", message("Message", NOT_PERMITTED));
  }

  static HttpResponse signature(SigV4Fault fault) {
    return switch (fault) {
      case SigV4Fault.NotSigned _ ->
          error(403, "AccessDeniedException", message("Message", "Forbidden"));
      case SigV4Fault.Incomplete _ -> signature("IncompleteSignatureException", fault);
      case SigV4Fault.Invalid _ -> signature("InvalidSignatureException", fault);
      case SigV4Fault.UnknownKey _ -> signature("UnrecognizedClientException", fault);
      case SigV4Fault.TokenExpired _ -> signature("ExpiredTokenException", fault);
    };
  }

  static HttpResponse tooLarge() {
    return error(413, "RequestEntityTooLargeException", NO_MESSAGE);
  }

  /// @param reason `ReservedFunctionConcurrentInvocationLimitExceeded` say
  static HttpResponse throttled(String reason) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("Reason", reason).put("Type", "User").put("message", "Rate Exceeded.");
    return error(429, "TooManyRequestsException", Json.STRICT.writeValueAsString(body));
  }

  private static HttpResponse signature(String type, SigV4Fault fault) {
    return error(403, type, message("message", fault.message()));
  }

  private static HttpResponse error(int status, String type, String json) {
    return HttpResponse.json(status, json).with("x-amzn-ErrorType", type);
  }

  private static String message(String member, String text) {
    return Json.STRICT.writeValueAsString(JsonNodeFactory.instance.objectNode().put(member, text));
  }
}
