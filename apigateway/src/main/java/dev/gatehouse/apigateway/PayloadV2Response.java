package dev.gatehouse.apigateway;

import dev.gatehouse.apigateway.FunctionAnswer.Malformation;
import dev.gatehouse.apigateway.FunctionAnswer.Mapping;
import dev.gatehouse.http.Body;
import dev.gatehouse.http.HttpHeader;
import dev.gatehouse.http.HttpHeaders;
import dev.gatehouse.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Reads what a function answered as a response of payload format 2.0
/// (http-api-develop-integrations-lambda.html).
final class PayloadV2Response {
  private static final String JSON = "application/json";

  private PayloadV2Response() {}

  static Mapping read(Body payload) {
    JsonNode answer;
    try {
      answer = FunctionAnswer.parse(payload);
    } catch (JacksonException _) {
      return inferred(payload);
    }
    try {
      return answer instanceof ObjectNode object && object.has("statusCode")
          ? new Mapping.Mapped(formatted(object))
          : inferred(answer.isString() ? Body.of(answer.stringValue()) : payload);
    } catch (Malformation malformation) {
      return malformation.mapping();
    }
  }

  /// An answer without a status code is the body itself.
  private static Mapping inferred(Body body) {
    return new Mapping.Mapped(new HttpResponse(200, HttpHeaders.of("content-type", JSON), body));
  }

  private static HttpResponse formatted(ObjectNode answer) {
    List<HttpHeader> cookies =
        cookies(answer.get("cookies")).stream()
            .map(cookie -> new HttpHeader("set-cookie", cookie))
            .toList();
    return FunctionAnswer.response(answer, cookies, FunctionAnswer.headers(answer.get("headers")));
  }

  private static List<String> cookies(@Nullable JsonNode node) {
    if (node == null || node.isNull()) {
      return List.of();
    }
    if (!node.isArray()) {
      throw new Malformation("cookies should be an array, it is " + FunctionAnswer.shown(node));
    }
    var cookies = new ArrayList<String>();
    for (JsonNode cookie : node) {
      if (!cookie.isString()) {
        throw new Malformation("cookies should be texts");
      }
      cookies.add(FunctionAnswer.value("cookie", cookie.stringValue()));
    }
    return cookies;
  }
}
