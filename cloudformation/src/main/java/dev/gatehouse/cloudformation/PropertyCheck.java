package dev.gatehouse.cloudformation;

import dev.gatehouse.cloudformation.Expression.Faulty;
import dev.gatehouse.cloudformation.Expression.ListValue;
import dev.gatehouse.cloudformation.Expression.Literal;
import dev.gatehouse.cloudformation.Expression.MapValue;
import dev.gatehouse.cloudformation.PropertySchema.Document;
import dev.gatehouse.cloudformation.PropertySchema.Ignored;
import dev.gatehouse.cloudformation.PropertySchema.Kind;
import dev.gatehouse.cloudformation.PropertySchema.ListOf;
import dev.gatehouse.cloudformation.PropertySchema.MapOf;
import dev.gatehouse.cloudformation.PropertySchema.Member;
import dev.gatehouse.cloudformation.PropertySchema.Scalar;
import dev.gatehouse.cloudformation.PropertySchema.StringOr;
import dev.gatehouse.cloudformation.PropertySchema.Structure;
import dev.gatehouse.cloudformation.PropertySchema.Supported;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.DecimalNode;
import tools.jackson.databind.node.IntNode;
import tools.jackson.databind.node.LongNode;
import tools.jackson.databind.node.StringNode;

/// Holds reduced properties against what is supported. What comes back has scalars of the declared
/// kind and no ignored members; functions that wait for a resource stay, if they can fit.
final class PropertyCheck {
  private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9]{1,18}(\\.0{1,9})?");
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][+-]?[0-9]{1,3})?");

  private final String type;
  private final Findings findings;

  /// @param type the resource type, for messages
  PropertyCheck(String type, Findings findings) {
    this.type = type;
    this.findings = findings;
  }

  Expression conform(PropertySchema schema, Expression value, PropertyPath at) {
    if (value instanceof Faulty) {
      return value;
    }
    return switch (schema) {
      case Document _ -> value;
      case Scalar scalar ->
          value instanceof Literal literal
              ? scalar(scalar, literal, at)
              : open(ExpectedValue.TEXT, scalar.kind().phrase(), value, at);
      case StringOr(var other) ->
          ExpectedValue.TEXT.of(value) && !ExpectedValue.OBJECT.of(value)
              ? conform(PropertySchema.string(), value, at)
              : conform(other, value, at);
      case ListOf(var element) ->
          value instanceof ListValue(var elements)
              ? list(element, elements, at)
              : open(ExpectedValue.LIST, "a list", value, at);
      case MapOf(var member) ->
          value instanceof MapValue(var members)
              ? map(member, members, at)
              : open(ExpectedValue.OBJECT, "an object", value, at);
      case Structure structure ->
          value instanceof MapValue(var members)
              ? structure(structure, members, at)
              : open(ExpectedValue.OBJECT, "an object", value, at);
    };
  }

  private Expression open(
      ExpectedValue expected, String phrase, Expression value, PropertyPath at) {
    return expected.of(value)
        ? value
        : fault(at, "expected %s, found %s".formatted(phrase, ExpectedValue.phrase(value)));
  }

  private Expression list(PropertySchema element, List<Expression> elements, PropertyPath at) {
    List<Expression> conforming = new ArrayList<>();
    for (int i = 0; i < elements.size(); i++) {
      conforming.add(conform(element, elements.get(i), at.element(i)));
    }
    return new ListValue(conforming);
  }

  private Expression map(PropertySchema member, Map<String, Expression> members, PropertyPath at) {
    Map<String, Expression> conforming = new LinkedHashMap<>();
    members.forEach((name, value) -> conforming.put(name, conform(member, value, at.member(name))));
    return new MapValue(conforming);
  }

  private Expression structure(
      Structure structure, Map<String, Expression> members, PropertyPath at) {
    Map<String, Expression> conforming = new LinkedHashMap<>();
    members.forEach((name, value) -> {
      PropertyPath place = at.member(name);
      Member member = structure.members().get(name);
      switch (member) {
        case null -> unsupported(name, structure, place);
        case Ignored(var reason) -> findings.notice(place, "ignored: " + reason);
        case Supported(var schema, _) -> conforming.put(name, conform(schema, value, place));
      }
    });
    structure
        .members()
        .forEach((name, member) -> {
          if (member instanceof Supported(_, var required)
              && required
              && !members.containsKey(name)) {
            findings.fault(at.member(name), "this property is required by " + type);
          }
        });
    return new MapValue(conforming);
  }

  private void unsupported(String name, Structure structure, PropertyPath at) {
    findings.fault(
        at,
        "this property of %s is not supported%s"
            .formatted(OneLine.quote(type), NearestName.hint(name, structure.members().keySet())));
  }

  private Expression scalar(Scalar scalar, Literal literal, PropertyPath at) {
    Optional<JsonNode> node = coerced(scalar.kind(), literal);
    if (node.isEmpty()) {
      return fault(
          at,
          "expected %s, found %s"
              .formatted(scalar.kind().phrase(), Shape.of(literal.scalar()).phrase()));
    }
    Literal conforming = new Literal(node.get());
    if (!scalar.allowed().isEmpty() && !scalar.allowed().contains(conforming.text())) {
      return fault(
          at,
          "%s is not supported, only %s%s"
              .formatted(
                  OneLine.quote(conforming.text()),
                  String.join(", ", scalar.allowed()),
                  NearestName.hint(conforming.text(), scalar.allowed())));
    }
    return conforming;
  }

  private static Optional<JsonNode> coerced(Kind kind, Literal literal) {
    String text = literal.text();
    return switch (kind) {
      case STRING -> Optional.of(StringNode.valueOf(text));
      case BOOLEAN ->
          text.equals("true") || text.equals("false")
              ? Optional.of(BooleanNode.valueOf(text.equals("true")))
              : Optional.empty();
      case INTEGER ->
          INTEGER.matcher(text).matches() ? Optional.of(integer(text)) : Optional.empty();
      case NUMBER ->
          NUMBER.matcher(text).matches()
              ? Optional.of(DecimalNode.valueOf(new BigDecimal(text)))
              : Optional.empty();
    };
  }

  private static JsonNode integer(String text) {
    long value = new BigDecimal(text).longValueExact();
    return value == (int) value ? IntNode.valueOf((int) value) : LongNode.valueOf(value);
  }

  private Expression fault(PropertyPath at, String problem) {
    findings.fault(at, problem);
    return new Faulty();
  }
}
