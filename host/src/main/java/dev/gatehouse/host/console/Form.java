package dev.gatehouse.host.console;

import dev.gatehouse.http.HttpRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/// The fields of a form or of a query. Of a name that comes twice, no value counts.
record Form(Map<String, String> fields) {
  static Form posted(HttpRequest request) {
    String type = request.headers().first("content-type").orElse("");
    return type.split(";", 2)[0].strip().equalsIgnoreCase("application/x-www-form-urlencoded")
        ? parse(request.body().text())
        : new Form(Map.of());
  }

  static Form query(HttpRequest request) {
    return parse(request.rawQuery());
  }

  private static Form parse(String text) {
    var fields = new LinkedHashMap<String, String>();
    for (String field : text.split("&", 200)) {
      String[] parts = field.split("=", 2);
      String name = decoded(parts[0]);
      String value = parts.length > 1 ? decoded(parts[1]) : "";
      fields.merge(name, value, (one, other) -> "");
    }
    return new Form(fields);
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException malformed) {
      return "";
    }
  }

  /// Empty when it is not there.
  String value(String name) {
    return fields.getOrDefault(name, "");
  }

  /// The names only.
  @Override
  public String toString() {
    return "Form" + fields.keySet();
  }
}
