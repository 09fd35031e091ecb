package dev.gatehouse.cloudformation;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// A template value: plain data, or an intrinsic function over other values.
sealed interface Expression {
  /// A string, number or boolean.
  record Literal(JsonNode scalar) implements Expression {
    String text() {
      return scalar.isString() ? scalar.stringValue() : scalar.toString();
    }
  }

  record ListValue(List<Expression> elements) implements Expression {
    public ListValue {
      elements = List.copyOf(elements);
    }
  }

  record MapValue(Map<String, Expression> members) implements Expression {
    public MapValue {
      members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
    }
  }

  /// `AWS::NoValue`: the member or element that holds it disappears.
  record NoValue() implements Expression {}

  /// Already reported as a fault; nothing more is said about it.
  record Faulty() implements Expression {}

  /// A parameter or pseudo parameter.
  record Parameter(String name) implements Expression {}

  record Ref(String logicalId) implements Expression {}

  record GetAtt(String logicalId, Expression attribute) implements Expression {}

  /// Also what `Fn::Sub` becomes, with nothing between the parts.
  record Join(String delimiter, Expression list) implements Expression {}

  record Select(Expression index, Expression list) implements Expression {}

  record Split(String delimiter, Expression text) implements Expression {}

  record FindInMap(Expression map, Expression top, Expression second) implements Expression {}

  record If(String condition, Expression then, Expression otherwise) implements Expression {}

  record Base64(Expression text) implements Expression {}

  record AvailabilityZones(Expression region) implements Expression {}

  record Cidr(Expression block, Expression count, Expression bits) implements Expression {}

  record ImportValue(Expression export) implements Expression {}

  /// The values directly inside this one.
  default Stream<Expression> parts() {
    return switch (this) {
      case ListValue(var elements) -> elements.stream();
      case MapValue(var members) -> members.values().stream();
      case GetAtt(_, var attribute) -> Stream.of(attribute);
      case Join(_, var list) -> Stream.of(list);
      case Select(var index, var list) -> Stream.of(index, list);
      case Split(_, var text) -> Stream.of(text);
      case FindInMap(var map, var top, var second) -> Stream.of(map, top, second);
      case If(_, var then, var otherwise) -> Stream.of(then, otherwise);
      case Base64(var text) -> Stream.of(text);
      case AvailabilityZones(var region) -> Stream.of(region);
      case Cidr(var block, var count, var bits) -> Stream.of(block, count, bits);
      case ImportValue(var export) -> Stream.of(export);
      case Literal _, NoValue _, Faulty _, Parameter _, Ref _ -> Stream.empty();
    };
  }

  /// Visits this value and all inside it, each with its place. Inside a function the place stays
  /// the function's.
  default void walk(PropertyPath at, BiConsumer<Expression, PropertyPath> visitor) {
    visitor.accept(this, at);
    switch (this) {
      case ListValue(var elements) -> {
        for (int i = 0; i < elements.size(); i++) {
          elements.get(i).walk(at.element(i), visitor);
        }
      }
      case MapValue(var members) ->
          members.forEach((name, value) -> value.walk(at.member(name), visitor));
      case Expression function -> function.parts().forEach(part -> part.walkWithin(at, visitor));
    }
  }

  private void walkWithin(PropertyPath at, BiConsumer<Expression, PropertyPath> visitor) {
    visitor.accept(this, at);
    parts().forEach(part -> part.walkWithin(at, visitor));
  }
}
