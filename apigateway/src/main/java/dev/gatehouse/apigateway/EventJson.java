package dev.gatehouse.apigateway;

import dev.gatehouse.aws.Json;
import dev.gatehouse.http.Body;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;

/// How all events write their members.
final class EventJson {
  private EventJson() {}

  /// @param members writes the event's members
  static Body write(int expectedLength, Consumer<JsonGenerator> members) {
    var bytes = new ByteArrayOutputStream(expectedLength);
    try (JsonGenerator json = Json.STRICT.createGenerator(bytes)) {
      json.writeStartObject();
      members.accept(json);
      json.writeEndObject();
    }
    return Body.of(bytes.toByteArray());
  }

  static void texts(JsonGenerator json, String name, Map<String, String> map) {
    json.writeObjectPropertyStart(name);
    map.forEach(json::writeStringProperty);
    json.writeEndObject();
  }

  static void textsUnlessEmpty(JsonGenerator json, String name, Map<String, String> map) {
    if (!map.isEmpty()) {
      texts(json, name, map);
    }
  }

  static void textsOrNull(JsonGenerator json, String name, Map<String, String> map) {
    if (map.isEmpty()) {
      json.writeNullProperty(name);
    } else {
      texts(json, name, map);
    }
  }

  static void textOrNull(JsonGenerator json, String name, Optional<String> text) {
    if (text.isPresent()) {
      json.writeStringProperty(name, text.get());
    } else {
      json.writeNullProperty(name);
    }
  }

  static void texts(JsonGenerator json, String name, List<String> texts) {
    json.writeArrayPropertyStart(name);
    texts.forEach(json::writeString);
    json.writeEndArray();
  }

  static void textsOrNull(JsonGenerator json, String name, Optional<List<String>> texts) {
    if (texts.isPresent()) {
      texts(json, name, texts.get());
    } else {
      json.writeNullProperty(name);
    }
  }
}
