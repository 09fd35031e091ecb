package dev.gatehouse.cloudformation;

import dev.gatehouse.cloudformation.Expression.Faulty;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Gives the template's `Parameters` their values. Messages never quote a value: it may be a
/// secret.
final class Parameters {
  private static final Set<String> MEMBERS =
      Set.of(
          "AllowedPattern",
          "AllowedValues",
          "ConstraintDescription",
          "Default",
          "Description",
          "MaxLength",
          "MaxValue",
          "MinLength",
          "MinValue",
          "NoEcho",
          "Type");
  private static final Map<String, ParameterKind> KINDS =
      Map.of(
          "String", ParameterKind.TEXT,
          "Number", ParameterKind.NUMBER,
          "CommaDelimitedList", ParameterKind.LIST,
          "List<Number>", ParameterKind.NUMBER_LIST,
          "List<String>", ParameterKind.LIST,
          "AWS::SSM::Parameter::Name", ParameterKind.TEXT,
          "AWS::SSM::Parameter::Value<String>", ParameterKind.TEXT,
          "AWS::SSM::Parameter::Value<List<String>>", ParameterKind.LIST,
          "AWS::SSM::Parameter::Value<CommaDelimitedList>", ParameterKind.LIST);
  private static final PropertyPath ROOT = PropertyPath.root("Parameters");

  private final Map<String, String> given;
  private final Environment environment;
  private final Findings findings;
  private final List<String> withoutValue = new ArrayList<>();

  private Parameters(Map<String, String> given, Environment environment, Findings findings) {
    this.given = given;
    this.environment = environment;
    this.findings = findings;
  }

  /// The values of parameters and pseudo parameters; [Faulty] where there is none.
  static Map<String, Expression> values(
      ObjectNode section, Map<String, String> given, Environment environment, Findings findings) {
    Parameters parameters = new Parameters(given, environment, findings);
    Map<String, Expression> values = new LinkedHashMap<>(environment.pseudoParameters());
    for (var declaration : section.properties()) {
      String name = declaration.getKey();
      values.put(name, parameters.value(name, declaration.getValue()));
    }
    parameters.reportMissing();
    parameters.reportUnknown(section);
    return values;
  }

  private void reportMissing() {
    if (!withoutValue.isEmpty()) {
      findings.fault(
          ROOT, "Parameters: [%s] must have values".formatted(String.join(", ", withoutValue)));
    }
  }

  private void reportUnknown(ObjectNode section) {
    given.keySet().stream()
        .filter(name -> !section.has(name))
        .sorted()
        .forEach(name ->
            findings.fault(
                ROOT,
                "Parameters: [%s] do not exist in the template%s"
                    .formatted(
                        OneLine.quote(name), NearestName.hint(name, section.propertyNames()))));
  }

  private Expression value(String name, JsonNode node) {
    PropertyPath at = ROOT.member(name);
    if (!(node instanceof ObjectNode declaration)) {
      return fault(at, "expected an object, found " + Shape.of(node).phrase());
    }
    for (String member : declaration.propertyNames()) {
      if (!MEMBERS.contains(member)) {
        findings.fault(
            at.member(member),
            "Invalid template parameter property '%s'%s"
                .formatted(OneLine.quote(member), NearestName.hint(member, MEMBERS)));
      }
    }
    String type = declaration.path("Type").asString("");
    ParameterKind kind = KINDS.get(type);
    if (type.isEmpty()) {
      return fault(
          at, "Template format error: Every Parameters object must contain a Type member.");
    }
    if (kind == null) {
      return fault(
          at.member("Type"),
          "parameter type %s is not supported%s"
              .formatted(OneLine.quote(type), NearestName.hint(type, KINDS.keySet())));
    }
    return written(name, declaration, at)
        .flatMap(written -> lookedUp(type, written, at))
        .map(text -> checked(kind, text, declaration, at))
        .orElseGet(Faulty::new);
  }

  private Optional<String> written(String name, ObjectNode declaration, PropertyPath at) {
    Optional<String> value = Optional.ofNullable(given.get(name));
    JsonNode fallback = declaration.path("Default");
    if (value.isPresent()) {
      return value;
    }
    if (fallback.isMissingNode()) {
      withoutValue.add(OneLine.quote(name));
      return Optional.empty();
    }
    if (fallback.isValueNode() && !fallback.isNull()) {
      return Optional.of(new Expression.Literal(fallback).text());
    }
    findings.fault(
        at.member("Default"),
        "Template format error: Every Default member must be a string. Found "
            + Shape.of(fallback).phrase());
    return Optional.empty();
  }

  private Optional<String> lookedUp(String type, String written, PropertyPath at) {
    if (!type.startsWith("AWS::SSM::Parameter::Value<")) {
      return Optional.of(written);
    }
    Optional<String> value = Optional.ofNullable(environment.ssmParameters().get(written));
    if (value.isEmpty()) {
      findings.fault(
          at,
          "Unable to fetch parameters [%s] from parameter store for this account"
              .formatted(OneLine.quote(written)));
    }
    return value;
  }

  private Expression checked(
      ParameterKind kind, String text, ObjectNode declaration, PropertyPath at) {
    ParameterConstraints constraints = new ParameterConstraints(declaration, at, findings);
    return switch (kind) {
      case TEXT -> constraints.allowText(text) ? Literals.text(text) : new Faulty();
      case NUMBER -> constraints.allowNumber(text) ? Literals.text(text.strip()) : new Faulty();
      case LIST ->
          items(text).allMatch(constraints::allowText)
              ? Literals.texts(items(text).toList())
              : new Faulty();
      case NUMBER_LIST ->
          items(text).allMatch(constraints::allowNumber)
              ? Literals.texts(items(text).toList())
              : new Faulty();
    };
  }

  private static Stream<String> items(String text) {
    return text.isEmpty() ? Stream.empty() : Stream.of(text.split(",", -1)).map(String::strip);
  }

  private Expression fault(PropertyPath at, String problem) {
    findings.fault(at, problem);
    return new Faulty();
  }

  private enum ParameterKind {
    TEXT,
    NUMBER,
    LIST,
    NUMBER_LIST
  }
}
