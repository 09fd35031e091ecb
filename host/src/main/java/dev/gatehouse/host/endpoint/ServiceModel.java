package dev.gatehouse.host.endpoint;

import dev.gatehouse.aws.Json;
import dev.gatehouse.http.HttpRequest;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ObjectNode;

/// How one service's calls are carried, from its model.
///
/// @param name of its catalogue
/// @param signingName in credential scopes
/// @param marker what its calls begin with: the part of `X-Amz-Target` before the dot, or the XML
///   namespace in the query protocol; empty for services addressed by path
/// @param invalid code of its validation errors
record ServiceModel(
    String name,
    String signingName,
    AwsProtocol protocol,
    String marker,
    String invalid,
    Catalogue catalogue) {
  /// Which operation is asked for, and with what.
  record Asked(String operation, Input input) {}

  static ServiceModel json(String name, String target, String invalid) {
    return new ServiceModel(name, name, AwsProtocol.JSON_1_1, target, invalid, Catalogue.of(name));
  }

  static ServiceModel query(String name, String namespace, String invalid) {
    return new ServiceModel(name, name, AwsProtocol.QUERY, namespace, invalid, Catalogue.of(name));
  }

  static ServiceModel rest(String name, String signingName, String invalid) {
    return new ServiceModel(
        name, signingName, AwsProtocol.REST_JSON, "", invalid, Catalogue.of(name));
  }

  /// @throws AwsError when the call is not one of this protocol, or asks for an operation that not
  ///   even AWS has
  Asked read(HttpRequest request) {
    return switch (protocol) {
      case JSON_1_0, JSON_1_1 -> readJson(request);
      case QUERY -> readForm(request);
      case REST_JSON -> readPath(request);
    };
  }

  private Asked readJson(HttpRequest request) {
    var targets = request.headers().all("x-amz-target");
    String target = targets.size() == 1 ? targets.getFirst() : "";
    String operation = target.substring(target.lastIndexOf('.') + 1);
    if (!target.equals(marker + "." + operation) || !catalogue.knows(operation)) {
      throw unknown(operation);
    }
    return new Asked(operation, new Input(object(request), invalid));
  }

  private Asked readForm(HttpRequest request) {
    if (!request.method().equals("POST") || !request.rawQuery().isEmpty()) {
      throw AwsError.of(
          400, "MalformedQueryString", "Send the parameters in the body of a POST request");
    }
    var parameters = QueryForm.decode(request.body().text(), true);
    String operation = parameters.getOrDefault("Action", "");
    if (operation.isEmpty()) {
      throw AwsError.of(400, "MissingAction", "The request must contain the parameter Action");
    }
    String version = parameters.getOrDefault("Version", version());
    if (!catalogue.knows(operation) || !version.equals(version())) {
      throw AwsError.of(
          400,
          "InvalidAction",
          "Could not find operation %s for version %s".formatted(operation, version));
    }
    return new Asked(operation, new Input(QueryForm.structure(parameters), invalid));
  }

  /// The namespace holds it: `https://sts.amazonaws.com/doc/2011-06-15/`.
  private String version() {
    String[] parts = marker.split("/");
    return parts[parts.length - 1];
  }

  private Asked readPath(HttpRequest request) {
    var match =
        catalogue
            .match(request.method(), request.rawPath(), request.rawQuery())
            .orElseThrow(() -> unknown(OperationName.of(request)));
    var members = Json.STRICT.createObjectNode();
    // Only an operation whose body is no structure has one of another type.
    if (request.headers().first("content-type").orElse("").startsWith("application/json")
        && !match.entry().name().startsWith("Invoke")) {
      members = object(request);
    }
    QueryForm.decode(request.rawQuery(), false).forEach(members::put);
    for (var label : match.labels().entrySet()) {
      members.put(label.getKey(), QueryForm.text(label.getValue(), false));
    }
    return new Asked(match.entry().name(), new Input(members, invalid));
  }

  private static ObjectNode object(HttpRequest request) {
    try {
      if (request.body().isEmpty()) {
        return Json.STRICT.createObjectNode();
      }
      if (Json.STRICT.readTree(request.body().bytes()) instanceof ObjectNode object) {
        return object;
      }
    } catch (JacksonException notJson) {
      // Told below.
    }
    throw AwsError.of(400, "SerializationException", "The body is not a JSON object");
  }

  private AwsError unknown(String operation) {
    return protocol.notSupported(operation + " is not an operation of " + name);
  }
}
