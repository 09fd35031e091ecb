package dev.gatehouse.cli.export;

import dev.gatehouse.aws.Json;
import dev.gatehouse.cli.export.Access.Variable;
import dev.gatehouse.cli.export.Walk.Call;
import dev.gatehouse.cli.export.Walk.Lock;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A walk as a Postman collection, format 2.1, with its environment: run from top to bottom, each
/// lock opens to whoever has the key, and refuses whoever has none.
final class PostmanCollection {
  private static final String SCHEMA =
      "https://schema.getpostman.com/json/collection/v2.1.0/collection.json";

  private final Walk walk;
  private final Access access;

  PostmanCollection(Walk walk, Access access) {
    this.walk = walk;
    this.access = access;
  }

  ObjectNode collection() {
    ObjectNode collection = JsonNodeFactory.instance.objectNode();
    ObjectNode info = collection.putObject("info");
    info.put("_postman_id", id("collection"));
    info.put("name", walk.title());
    info.put(
        "description",
        "Run it from top to bottom: a token, every route, then every lock without credentials.");
    info.put("schema", SCHEMA);
    ArrayNode items = collection.putArray("item");
    if (walk.has(Lock.JWT)) {
      collection.set("auth", bearer());
      if (access.client() != null) {
        token(items.addObject());
      }
    }
    walk.calls().forEach(call -> route(call, items.addObject()));
    if (!walk.locked().isEmpty()) {
      ObjectNode folder = items.addObject().put("name", "Without credentials");
      folder.set("auth", auth("noauth"));
      ArrayNode refused = folder.putArray("item");
      walk.locked().forEach(call -> refused(call, refused.addObject()));
    }
    return collection;
  }

  /// @param withSecrets false leaves them to be pasted
  ObjectNode environment(boolean withSecrets) {
    ObjectNode environment = JsonNodeFactory.instance.objectNode();
    environment.put("id", id("environment")).put("name", walk.title());
    ArrayNode values = environment.putArray("values");
    for (Variable variable : access.variables(walk, withSecrets)) {
      values
          .addObject()
          .put("key", variable.name())
          .put("value", variable.value())
          .put("type", variable.secret() ? "secret" : "default")
          .put("enabled", true);
    }
    return environment.put("_postman_variable_scope", "environment");
  }

  /// The same for the same API, so that an import replaces the last one.
  private String id(String what) {
    return UUID.nameUUIDFromBytes(
            (what + " " + walk.title() + " " + access.baseUrl()).getBytes(StandardCharsets.UTF_8))
        .toString();
  }

  private static void token(ObjectNode item) {
    item.put("name", "Generate access token");
    tests(
        item,
        "pm.test('the token endpoint answers 200', () => pm.response.to.have.status(200));",
        "const token = pm.response.json().access_token;",
        "pm.test('there is an access token', () =>"
            + " pm.expect(token).to.be.a('string').and.not.empty);",
        "pm.environment.set('access_token', token);");
    ObjectNode request = item.putObject("request").put("method", "POST");
    request.set("auth", auth("noauth"));
    request.putArray("header");
    ObjectNode body = request.putObject("body").put("mode", "urlencoded");
    ArrayNode fields = body.putArray("urlencoded");
    field(fields, "grant_type", "client_credentials");
    for (String name : List.of("client_id", "client_secret", "scope")) {
      field(fields, name, "{{" + name + "}}");
    }
    request.putObject("url").put("raw", "{{token_url}}").putArray("host").add("{{token_url}}");
  }

  private static void field(ArrayNode fields, String name, String value) {
    fields.addObject().put("key", name).put("value", value).put("type", "text");
  }

  private static void route(Call call, ObjectNode item) {
    item.put("name", call.name());
    var script = new java.util.ArrayList<String>();
    if (call.lock() == Lock.JWT || call.lock() == Lock.IAM) {
      script.add(
          "pm.test('the lock opens', () => pm.expect(pm.response.code).to.not.be.oneOf([401,"
              + " 403]));");
    }
    if (call.succeeds()) {
      script.add(
          "pm.test('the answer is 2xx', () => pm.expect(pm.response.code).to.be.within(200,"
              + " 299));");
    }
    if (!call.captures().isEmpty()) {
      script.add("if (pm.response.code < 300) {");
      script.add("  const created = pm.response.json();");
      call.captures()
          .forEach((variable, member) -> {
            script.add(
                "  const %s = created[%s] ?? created.id;".formatted(name(variable), text(member)));
            script.add(
                "  if (%s !== undefined) pm.environment.set(%s, String(%s));"
                    .formatted(name(variable), text(variable), name(variable)));
          });
      script.add("}");
    }
    tests(item, script.toArray(String[]::new));
    ObjectNode request = item.putObject("request").put("method", call.method());
    ArrayNode headers = JsonNodeFactory.instance.arrayNode();
    switch (call.lock()) {
      case NONE -> request.set("auth", auth("noauth"));
      case JWT -> request.set("auth", bearer());
      case IAM -> request.set("auth", signature());
      case FUNCTION -> {
        request.set("auth", auth("noauth"));
        String header = java.util.Objects.requireNonNull(call.header());
        headers.addObject().put("key", header).put("value", "{{" + Walk.variable(header) + "}}");
      }
    }
    request(call, headers, request);
  }

  private static void refused(Call call, ObjectNode item) {
    item.put("name", call.routeKey());
    String expected = call.lock() == Lock.FUNCTION ? "401, 403" : "" + Walk.refusal(call.lock());
    tests(
        item,
        "pm.test('the lock stays shut', () => pm.expect(pm.response.code).to.be.oneOf([%s]));"
            .formatted(expected));
    ObjectNode request = item.putObject("request").put("method", call.method());
    request.set("auth", auth("noauth"));
    request(call, JsonNodeFactory.instance.arrayNode(), request);
  }

  private static void request(Call call, ArrayNode headers, ObjectNode request) {
    JsonNode body = call.body();
    if (body != null) {
      headers.addObject().put("key", "Content-Type").put("value", "application/json");
      ObjectNode raw = request.putObject("body").put("mode", "raw");
      raw.put("raw", Json.STRICT.writerWithDefaultPrettyPrinter().writeValueAsString(body));
      raw.putObject("options").putObject("raw").put("language", "json");
    }
    request.set("header", headers);
    String path = call.path().replace("{", "{{").replace("}", "}}");
    ObjectNode url = request.putObject("url").put("raw", "{{base_url}}" + path);
    url.putArray("host").add("{{base_url}}");
    ArrayNode segments = url.putArray("path");
    for (String segment : path.substring(1).split("/", -1)) {
      segments.add(segment);
    }
  }

  private static void tests(ObjectNode item, String... script) {
    if (script.length > 0) {
      ObjectNode event = item.putArray("event").addObject().put("listen", "test");
      ArrayNode lines = event.putObject("script").put("type", "text/javascript").putArray("exec");
      List.of(script).forEach(lines::add);
    }
  }

  private static ObjectNode bearer() {
    ObjectNode auth = auth("bearer");
    attribute(auth.putArray("bearer"), "token", "{{access_token}}");
    return auth;
  }

  private static ObjectNode signature() {
    ObjectNode auth = auth("awsv4");
    ArrayNode attributes = auth.putArray("awsv4");
    attribute(attributes, "accessKey", "{{aws_access_key_id}}");
    attribute(attributes, "secretKey", "{{aws_secret_access_key}}");
    attribute(attributes, "region", "{{aws_region}}");
    attribute(attributes, "service", "execute-api");
    return auth;
  }

  private static void attribute(ArrayNode attributes, String key, String value) {
    attributes.addObject().put("key", key).put("value", value).put("type", "string");
  }

  private static ObjectNode auth(String type) {
    return JsonNodeFactory.instance.objectNode().put("type", type);
  }

  /// A name that JavaScript takes, whatever the path's variable is called.
  private static String name(String variable) {
    return "of_" + variable.replaceAll("[^A-Za-z0-9_]", "_");
  }

  private static String text(String text) {
    return Json.STRICT.writeValueAsString(text);
  }
}
