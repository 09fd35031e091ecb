package dev.gatehouse.host.endpoint;

import dev.gatehouse.aws.AccessCheck.Decision;
import dev.gatehouse.aws.Json;
import dev.gatehouse.aws.SigV4Fault;
import dev.gatehouse.door.Reason;
import dev.gatehouse.http.Body;
import dev.gatehouse.http.HttpHeaders;
import dev.gatehouse.http.HttpRequest;
import dev.gatehouse.http.HttpResponse;
import tools.jackson.databind.node.ObjectNode;

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
    // Java's HttpURLConnection calls every POST a form that says nothing else of itself.
    return type.startsWith("application/x-www-form-urlencoded") && request.rawPath().equals("/")
        ? QUERY
        : REST_JSON;
  }

  /// An operation's answer.
  ///
  /// @param namespace of the service's XML; empty elsewhere
  HttpResponse result(String operation, ObjectNode members, String namespace, String requestId) {
    return switch (this) {
      case JSON_1_0 -> json("application/x-amz-json-1.0", members, requestId);
      case JSON_1_1 -> json("application/x-amz-json-1.1", members, requestId);
      case REST_JSON -> json("application/json", members, requestId);
      case QUERY -> xml(200, QueryXml.result(operation, members, namespace, requestId), requestId);
    };
  }

  private static HttpResponse json(String type, ObjectNode members, String requestId) {
    return new HttpResponse(
        200,
        HttpHeaders.of("Content-Type", type, "x-amzn-RequestId", requestId),
        Body.of(members.toString()));
  }

  HttpResponse error(AwsError error, String requestId) {
    return switch (this) {
      case JSON_1_0, JSON_1_1 -> json(error, requestId);
      case REST_JSON -> rest(error, requestId);
      case QUERY ->
          xml(error.status(), QueryXml.error(error.code(), error.message(), requestId), requestId);
    };
  }

  /// The policies say no: 400 for JSON services, 403 elsewhere.
  AwsError accessDenied(Decision.Refused refusal) {
    return AwsError.of(
        this == JSON_1_0 || this == JSON_1_1 ? 400 : 403,
        this == QUERY ? "AccessDenied" : "AccessDeniedException",
        refusal.message(),
        refusal.reason());
  }

  /// AWS has it, or nobody has.
  AwsError notSupported(String message) {
    return AwsError.of(400, this == QUERY ? "InvalidAction" : "UnknownOperationException", message);
  }

  /// What is wrong with the signature, in this protocol's words: 400 for JSON services, 403
  /// elsewhere.
  AwsError signature(SigV4Fault fault, Reason reason) {
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
    return AwsError.of(status, this == QUERY ? code : code + "Exception", fault.message(), reason);
  }

  private HttpResponse json(AwsError error, String requestId) {
    var body = Json.STRICT.createObjectNode();
    body.put("__type", "com.amazon.coral.service#" + error.code());
    body.put(messageMember(error), error.message());
    error.members().forEach(body::put);
    String version = this == JSON_1_0 ? "1.0" : "1.1";
    return new HttpResponse(
        error.status(),
        HttpHeaders.of(
            "Content-Type",
            "application/x-amz-json-" + version,
            "x-amzn-RequestId",
            requestId,
            "x-amzn-ErrorType",
            error.code()),
        Body.of(body.toString()));
  }

  private static HttpResponse rest(AwsError error, String requestId) {
    var body = Json.STRICT.createObjectNode();
    error.members().forEach(body::put);
    body.put(messageMember(error), error.message());
    HttpResponse response =
        HttpResponse.json(error.status(), body.toString())
            .with("x-amzn-RequestId", requestId)
            .with("x-amzn-ErrorType", error.code());
    for (var header : error.headers().entrySet()) {
      response = response.with(header.getKey(), header.getValue());
    }
    return response;
  }

  /// Capitalised by AWS's front ends, and by Lambda where it finds nothing.
  private static String messageMember(AwsError error) {
    boolean lambdaFindsNothing =
        error.code().equals("ResourceNotFoundException") && error.members().containsKey("Type");
    return lambdaFindsNothing || error.code().equals("AccessDeniedException")
        ? "Message"
        : "message";
  }

  private static HttpResponse xml(int status, String body, String requestId) {
    return new HttpResponse(
        status,
        HttpHeaders.of("Content-Type", "text/xml", "x-amzn-RequestId", requestId),
        Body.of(body));
  }
}
