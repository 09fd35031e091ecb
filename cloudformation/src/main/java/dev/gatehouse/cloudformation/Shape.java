package dev.gatehouse.cloudformation;

import tools.jackson.databind.JsonNode;

/// What a value is, in a message's words.
enum Shape {
  TEXT("a string"),
  NUMBER("a number"),
  BOOLEAN("a boolean"),
  LIST("a list"),
  OBJECT("an object"),
  NULL("null");

  private final String phrase;

  Shape(String phrase) {
    this.phrase = phrase;
  }

  String phrase() {
    return phrase;
  }

  static Shape of(JsonNode node) {
    return switch (node.getNodeType()) {
      case OBJECT -> OBJECT;
      case ARRAY -> LIST;
      case NUMBER -> NUMBER;
      case BOOLEAN -> BOOLEAN;
      case STRING, BINARY, POJO -> TEXT;
      case NULL, MISSING -> NULL;
    };
  }
}
