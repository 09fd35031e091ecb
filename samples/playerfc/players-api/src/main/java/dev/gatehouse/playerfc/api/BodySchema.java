package dev.gatehouse.playerfc.api;

import dev.gatehouse.playerfc.api.FieldType.Accepted;
import dev.gatehouse.playerfc.api.FieldType.Refused;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The members of a request body: what is checked, and what the OpenAPI document says, from one
/// list.
///
/// Members it does not name are ignored. With `optional` members each may be missing or null, which
/// both mean "leave it as it is". The `example` is for the document's readers.
record BodySchema(
    String name, boolean optional, Map<String, FieldType> fields, Map<String, Object> example) {

  /// What a body held, or everything that is wrong with it.
  sealed interface Reading {}

  record Valid(Map<String, Object> values) implements Reading {}

  record Invalid(List<Fault> faults) implements Reading {}

  Reading read(Request request) {
    var text = request.body();
    if (text == null || text.isEmpty()) {
      return invalid(Fault.missing(List.of("body"), null));
    }
    if (!json(request)) {
      return invalid(Fault.notAnObject(text));
    }
    try {
      return switch (Json.read(text)) {
        case null -> invalid(Fault.missing(List.of("body"), null));
        case Map<?, ?> object -> read(object);
        case Object other -> invalid(Fault.notAnObject(other));
      };
    } catch (Json.Malformed e) {
      return invalid(Fault.notJson(e));
    }
  }

  // A body that does not say what it is counts as JSON.
  private static boolean json(Request request) {
    var type = request.header("content-type").orElse("application/json");
    var essence = type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    return essence.equals("application/json")
        || (essence.startsWith("application/") && essence.endsWith("+json"));
  }

  private Reading read(Map<?, ?> object) {
    var values = new LinkedHashMap<String, Object>();
    var faults = new ArrayList<Fault>();
    fields.forEach((name, type) -> {
      @Nullable Object input = object.get(name);
      if (optional && input == null) {
        return;
      }
      List<Object> loc = List.of("body", name);
      if (!object.containsKey(name)) {
        faults.add(Fault.missing(loc, object));
        return;
      }
      switch (type.read(input)) {
        case Accepted(var value) -> values.put(name, value);
        case Refused(var kind, var msg, var context) ->
            faults.add(new Fault(kind, loc, msg, input, context));
      }
    });
    return faults.isEmpty() ? new Valid(values) : new Invalid(faults);
  }

  private static Invalid invalid(Fault fault) {
    return new Invalid(List.of(fault));
  }
}
