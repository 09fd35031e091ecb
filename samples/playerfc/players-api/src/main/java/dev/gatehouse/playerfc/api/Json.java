package dev.gatehouse.playerfc.api;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// JSON as plain values: `Map` (in order), `List`, `String`, `Number`, `Boolean`, null.
///
/// Streaming only: a binding library would cost more start-up time than the rest of the function.
final class Json {
  private static final JsonFactory JSON = new JsonFactory();

  private Json() {}

  /// Where and why a text is no JSON; `position` counts characters from 0.
  static final class Malformed extends Exception {
    private final String reason;
    private final long position;

    Malformed(String reason, long position) {
      super(reason);
      this.reason = reason;
      this.position = position;
    }

    String reason() {
      return reason;
    }

    long position() {
      return position;
    }
  }

  /// An object of these names and values, given in turn and kept in that order.
  static Map<String, Object> object(Object... namesAndValues) {
    var object = new LinkedHashMap<String, Object>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      object.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return object;
  }

  static @Nullable Object read(String text) throws Malformed {
    try (var parser = JSON.createParser(ObjectReadContext.empty(), text)) {
      try {
        if (parser.nextToken() == null) {
          throw new Malformed("Expecting value", text.length());
        }
        var value = value(parser);
        if (parser.nextToken() != null) {
          throw new Malformed("Extra data", parser.currentTokenLocation().getCharOffset());
        }
        return value;
      } catch (JacksonException e) {
        // Also thrown for nesting and numbers without end. Its message names classes and settings.
        throw new Malformed("Invalid JSON", parser.currentLocation().getCharOffset());
      }
    }
  }

  private static @Nullable Object value(JsonParser parser) {
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_STRING -> parser.getString();
      case VALUE_NUMBER_INT -> parser.getNumberValue();
      case VALUE_NUMBER_FLOAT -> parser.getDecimalValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      case NOT_AVAILABLE, END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT ->
          throw new IllegalStateException("no value starts at " + parser.currentToken());
    };
  }

  private static Map<String, @Nullable Object> object(JsonParser parser) {
    var object = new LinkedHashMap<String, @Nullable Object>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      var name = parser.currentName();
      parser.nextToken();
      object.put(name, value(parser));
    }
    return object;
  }

  private static List<@Nullable Object> array(JsonParser parser) {
    var array = new ArrayList<@Nullable Object>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      array.add(value(parser));
    }
    return array;
  }

  static String write(@Nullable Object value) {
    var text = new StringWriter();
    try (var generator = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
      write(generator, value);
    }
    return text.toString();
  }

  private static void write(JsonGenerator generator, @Nullable Object value) {
    switch (value) {
      case null -> generator.writeNull();
      case Map<?, ?> object -> {
        generator.writeStartObject();
        object.forEach((name, member) -> {
          generator.writeName((String) name);
          write(generator, member);
        });
        generator.writeEndObject();
      }
      case Iterable<?> array -> {
        generator.writeStartArray();
        array.forEach(element -> write(generator, element));
        generator.writeEndArray();
      }
      case Boolean bool -> generator.writeBoolean(bool);
      case Number number -> generator.writeNumber(number.toString());
      default -> generator.writeString(value.toString());
    }
  }
}
