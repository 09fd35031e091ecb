package dev.gatehouse.apigateway;

import dev.gatehouse.apigateway.FunctionAnswer.Malformation;
import dev.gatehouse.apigateway.FunctionAnswer.Mapping;
import dev.gatehouse.http.Body;
import dev.gatehouse.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Reads what a function answered as a response of payload format 1.0
/// (http-api-develop-integrations-lambda.html): nothing is inferred, a status code has to be there.
final class PayloadV1Response {
  private PayloadV1Response() {}

  static Mapping read(Body payload) {
    JsonNode answer;
    try {
      answer = FunctionAnswer.parse(payload);
    } catch (JacksonException _) {
      return new Mapping.Malformed("the answer is not JSON");
    }
    if (!(answer instanceof ObjectNode object)) {
      return new Mapping.Malformed(
          "payload format 1.0 asks for an object with a statusCode, the answer is "
              + FunctionAnswer.shown(answer));
    }
    if (!object.has("statusCode")) {
      return new Mapping.Malformed(
          "payload format 1.0 asks for a statusCode, the answer has none: answer one, or set"
              + " PayloadFormatVersion 2.0");
    }
    try {
      return new Mapping.Mapped(formatted(object));
    } catch (Malformation malformation) {
      return malformation.mapping();
    }
  }

  /// A value that stands in both maps counts once (set-up-lambda-proxy-integrations.html, Output
  /// format).
  private static HttpResponse formatted(ObjectNode answer) {
    Map<String, List<String>> merged =
        FunctionAnswer.multiValueHeaders(answer.get("multiValueHeaders"));
    FunctionAnswer.headers(answer.get("headers"))
        .forEach((name, values) -> merged.merge(name, values, PayloadV1Response::union));
    return FunctionAnswer.response(answer, List.of(), merged);
  }

  private static List<String> union(List<String> several, List<String> single) {
    var union = new ArrayList<>(several);
    single.stream().filter(value -> !several.contains(value)).forEach(union::add);
    return union;
  }
}
