package dev.gatehouse.host;

import dev.gatehouse.aws.Json;
import dev.gatehouse.aws.SigV4Fault;
import dev.gatehouse.http.Body;
import dev.gatehouse.http.HttpHeaders;
import dev.gatehouse.http.HttpRequest;
import dev.gatehouse.http.HttpResponse;

/// How a service's API carries calls and errors (facts from the service models).
enum AwsProtocol {
  JSON_1_0,
  JSON_1_1,
  QUERY,
  REST_JSON;

  static AwsProtocol of(HttpRequest request) {
    String type = request.headers().first("content-type").orElse("");
    if (request.headers().contains("x-amz-target")) {
      return type.startsWith("application/x-amz-json-1.1") ? JSON_1_1 : JSON_1_0;
    }
    return type.startsWith("application/x-www-form-urlencoded") ? QUERY : REST_JSON;
  }

  /// @param code as JSON services name it, with `Exception` at its end
  HttpResponse error(int status, String code, String message, String requestId) {
    return switch (this) {
      case JSON_1_0, JSON_1_1 -> json(status, code, message, requestId);
      case REST_JSON -> rest(status, code, message, requestId);
      case QUERY -> xml(status, code, message, requestId);
    };
  }

  /// What is wrong with the signature, in this protocol's words: 400 for JSON services, 403
  /// elsewhere.
  HttpResponse error(SigV4Fault fault, String requestId) {
    int status = this == JSON_1_0 || this == JSON_1_1 ? 400 : 403;
    String code =
        switch (fault) {
          case SigV4Fault.NotSigned _ -> "MissingAuthenticationToken";
          case SigV4Fault.Incomplete _ -> "IncompleteSignature";
          case SigV4Fault.Invalid _ -> this == QUERY ? "SignatureDoesNotMatch" : "InvalidSignature";
          case SigV4Fault.UnknownKey _ ->
              this == QUERY ? "InvalidClientTokenId" : "UnrecognizedClient";
          case SigV4Fault.TokenExpired _ -> "ExpiredToken";
        };
    return error(status, this == QUERY ? code : code + "Exception", fault.message(), requestId);
  }

  private HttpResponse json(int status, String code, String message, String requestId) {
    var body = Json.STRICT.createObjectNode();
    body.put("__type", "com.amazon.coral.service#" + code);
    // Only this one is capitalised by AWS's front end.
    body.put(code.equals("AccessDeniedException") ? "Message" : "message", message);
    String version = this == JSON_1_0 ? "1.0" : "1.1";
    return new HttpResponse(
        status,
        HttpHeaders.of(
            "Content-Type",
            "application/x-amz-json-" + version,
            "x-amzn-RequestId",
            requestId,
            "x-amzn-ErrorType",
            code),
        Body.of(body.toString()));
  }

  private static HttpResponse rest(int status, String code, String message, String requestId) {
    var body = Json.STRICT.createObjectNode().put("message", message);
    return HttpResponse.json(status, body.toString())
        .with("x-amzn-RequestId", requestId)
        .with("x-amzn-ErrorType", code);
  }

  private static HttpResponse xml(int status, String code, String message, String requestId) {
    String body =
        """
        <ErrorResponse>
          <Error>
            <Type>Sender</Type>
            <Code>%s</Code>
            <Message>%s</Message>
          </Error>
          <RequestId>%s</RequestId>
        </ErrorResponse>
        """
            .formatted(escaped(code), escaped(message), requestId);
    return new HttpResponse(
        status,
        HttpHeaders.of("Content-Type", "text/xml", "x-amzn-RequestId", requestId),
        Body.of(body));
  }

  static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
