package dev.gatehouse.playerfc.api;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One thing wrong with a body, as FastAPI words it: `loc` is the path to it (names and positions),
/// `input` what was found there, `context` the `ctx.error` that some types carry.
record Fault(
    String type, List<Object> loc, String msg, @Nullable Object input, @Nullable String context) {

  Fault {
    loc = List.copyOf(loc);
  }

  static Fault missing(List<Object> loc, @Nullable Object input) {
    return new Fault("missing", loc, "Field required", input, null);
  }

  static Fault notAnObject(Object input) {
    return new Fault(
        "model_attributes_type",
        List.of("body"),
        "Input should be a valid dictionary or object to extract fields from",
        input,
        null);
  }

  static Fault notJson(Json.Malformed malformed) {
    return new Fault(
        "json_invalid",
        List.of("body", malformed.position()),
        "JSON decode error",
        Map.of(),
        malformed.reason());
  }

  Map<String, @Nullable Object> json() {
    var json = new LinkedHashMap<String, @Nullable Object>();
    json.put("type", type);
    json.put("loc", loc);
    json.put("msg", msg);
    json.put("input", input);
    if (context != null) {
      json.put("ctx", Map.of("error", context));
    }
    return json;
  }
}
