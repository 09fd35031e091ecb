package dev.gatehouse.cloudformation;

import dev.gatehouse.cloudformation.Expression.AvailabilityZones;
import dev.gatehouse.cloudformation.Expression.Base64;
import dev.gatehouse.cloudformation.Expression.Cidr;
import dev.gatehouse.cloudformation.Expression.Faulty;
import dev.gatehouse.cloudformation.Expression.FindInMap;
import dev.gatehouse.cloudformation.Expression.GetAtt;
import dev.gatehouse.cloudformation.Expression.If;
import dev.gatehouse.cloudformation.Expression.ImportValue;
import dev.gatehouse.cloudformation.Expression.Join;
import dev.gatehouse.cloudformation.Expression.ListValue;
import dev.gatehouse.cloudformation.Expression.Literal;
import dev.gatehouse.cloudformation.Expression.MapValue;
import dev.gatehouse.cloudformation.Expression.NoValue;
import dev.gatehouse.cloudformation.Expression.Parameter;
import dev.gatehouse.cloudformation.Expression.Ref;
import dev.gatehouse.cloudformation.Expression.Select;
import dev.gatehouse.cloudformation.Expression.Split;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Reads the JSON of a template value. Names are checked here, in branches not taken too, as
/// CloudFormation does it.
final class ExpressionReader {
  private static final Set<String> FUNCTIONS =
      Set.of(
          "Ref",
          "Fn::Base64",
          "Fn::Cidr",
          "Fn::FindInMap",
          "Fn::GetAZs",
          "Fn::GetAtt",
          "Fn::If",
          "Fn::ImportValue",
          "Fn::Join",
          "Fn::Select",
          "Fn::Split",
          "Fn::Sub");

  private final Declared declared;
  private final Findings findings;

  ExpressionReader(Declared declared, Findings findings) {
    this.declared = declared;
    this.findings = findings;
  }

  Expression read(JsonNode node, PropertyPath at) {
    return switch (node) {
      case ObjectNode object -> object(object, at);
      case ArrayNode array -> {
        List<Expression> elements = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
          elements.add(read(array.get(i), at.element(i)));
        }
        yield new ListValue(elements);
      }
      // Nulls are reported for the whole template at once.
      case JsonNode none when none.isNull() -> new Faulty();
      case JsonNode scalar -> new Literal(scalar);
    };
  }

  private Expression object(ObjectNode object, PropertyPath at) {
    Optional<String> function =
        object.propertyNames().stream().filter(ExpressionReader::namesFunction).findFirst();
    if (function.isPresent()) {
      String name = function.get();
      return object.size() == 1
          ? function(name, object.path(name), at.member(name))
          : fault(at, OneLine.quote(name) + " must be the only member of its object");
    }
    Map<String, Expression> members = new LinkedHashMap<>();
    for (var member : object.properties()) {
      members.put(member.getKey(), read(member.getValue(), at.member(member.getKey())));
    }
    return new MapValue(members);
  }

  private static boolean namesFunction(String member) {
    return member.equals("Ref") || member.startsWith("Fn::");
  }

  private Expression function(String name, JsonNode argument, PropertyPath at) {
    return switch (name) {
      case "Ref" -> ref(argument, at);
      case "Fn::GetAtt" -> getAtt(argument, at);
      case "Fn::Sub" -> sub(argument, at);
      case "Fn::Join" -> join(argument, at);
      case "Fn::Select" -> select(argument, at);
      case "Fn::Split" -> split(argument, at);
      case "Fn::FindInMap" -> findInMap(argument, at);
      case "Fn::If" -> choice(argument, at);
      case "Fn::Base64" -> new Base64(read(argument, at));
      case "Fn::Cidr" -> cidr(argument, at);
      case "Fn::GetAZs" -> new AvailabilityZones(read(argument, at));
      case "Fn::ImportValue" -> importValue(argument, at);
      default -> fault(at, Unsupported.function(name, FUNCTIONS));
    };
  }

  private Expression cidr(JsonNode argument, PropertyPath at) {
    return argument.isArray() && argument.size() == 3
        ? new Cidr(
            read(argument.get(0), at.element(0)),
            read(argument.get(1), at.element(1)),
            read(argument.get(2), at.element(2)))
        : fault(at, "Fn::Cidr takes [IP block, count, host bits]");
  }

  private Expression ref(JsonNode argument, PropertyPath at) {
    if (!argument.isString()) {
      return fault(at, "Ref takes a name, found " + Shape.of(argument).phrase());
    }
    return named(argument.stringValue(), at);
  }

  /// What a bare name means: in `Ref`, and in the `${…}` of `Fn::Sub`.
  private Expression named(String name, PropertyPath at) {
    if (name.equals(Declared.NO_VALUE)) {
      return new NoValue();
    }
    if (declared.parameter(name)) {
      return new Parameter(name);
    }
    if (name.startsWith("AWS::")) {
      return fault(
          at,
          "%s is not a pseudo parameter%s"
              .formatted(OneLine.quote(name), NearestName.hint(name, Declared.PSEUDO_PARAMETERS)));
    }
    return resource(name, at) ? new Ref(name) : new Faulty();
  }

  private boolean resource(String logicalId, PropertyPath at) {
    if (at.section().equals("Conditions")) {
      findings.fault(
          at,
          "Template format error: Unresolved dependencies [%s]. Cannot reference resources in the Conditions block of the template"
              .formatted(OneLine.quote(logicalId)));
      return false;
    }
    if (!declared.resources().contains(logicalId)) {
      findings.fault(at, unresolved(logicalId, at, declared.resources()));
      return false;
    }
    return true;
  }

  static String unresolved(String logicalId, PropertyPath at, Set<String> known) {
    return "Template format error: Unresolved resource dependencies [%s] in the %s block of the template%s"
        .formatted(OneLine.quote(logicalId), at.section(), NearestName.hint(logicalId, known));
  }

  private Expression getAtt(JsonNode argument, PropertyPath at) {
    if (argument.isString()) {
      return attribute(argument.stringValue(), at);
    }
    if (argument.isArray() && argument.size() == 2 && argument.path(0).isString()) {
      String logicalId = argument.path(0).stringValue();
      Expression attribute = read(argument.path(1), at.element(1));
      return resource(logicalId, at) ? new GetAtt(logicalId, attribute) : new Faulty();
    }
    return fault(at, "Fn::GetAtt takes [logical id, attribute] or \"LogicalId.Attribute\"");
  }

  private Expression attribute(String dotted, PropertyPath at) {
    int dot = dotted.indexOf('.');
    if (dot < 1 || dot == dotted.length() - 1) {
      return fault(
          at, "%s is not of the form LogicalId.Attribute".formatted(OneLine.quote(dotted)));
    }
    String logicalId = dotted.substring(0, dot);
    return resource(logicalId, at)
        ? new GetAtt(logicalId, Literals.text(dotted.substring(dot + 1)))
        : new Faulty();
  }

  private Expression sub(JsonNode argument, PropertyPath at) {
    if (argument.isString()) {
      return sub(argument.stringValue(), Map.of(), at);
    }
    if (argument.isArray()
        && argument.size() == 2
        && argument.path(0).isString()
        && argument.path(1) instanceof ObjectNode variables) {
      Map<String, Expression> values = new LinkedHashMap<>();
      for (var variable : variables.properties()) {
        PropertyPath place = at.element(1).member(variable.getKey());
        values.put(variable.getKey(), read(variable.getValue(), place));
      }
      return sub(argument.path(0).stringValue(), values, at);
    }
    return fault(at, "Fn::Sub takes a string, or [string, {variable: value}]");
  }

  private Expression sub(String text, Map<String, Expression> variables, PropertyPath at) {
    List<Expression> parts = new ArrayList<>();
    for (SubText.Part part : SubText.parts(text)) {
      parts.add(
          switch (part) {
            case SubText.Plain(var plain) -> Literals.text(plain);
            case SubText.Variable(var name) when variables.containsKey(name) -> variables.get(name);
            case SubText.Variable(var name) when !SubText.wellFormed(name) ->
                fault(
                    at,
                    "Template error: variable names in Fn::Sub syntax must contain only alphanumeric characters, underscores, periods, and colons: ${"
                        + OneLine.quote(name)
                        + "}");
            case SubText.Variable(var name) when name.equals(Declared.NO_VALUE) ->
                fault(at, "AWS::NoValue has no text to put into Fn::Sub");
            case SubText.Variable(var name) when name.contains(".") -> attribute(name, at);
            case SubText.Variable(var name) -> named(name, at);
          });
    }
    return new Join("", new ListValue(parts));
  }

  private Expression join(JsonNode argument, PropertyPath at) {
    return isPair(argument) && argument.path(0).isString()
        ? new Join(argument.path(0).stringValue(), read(argument.path(1), at.element(1)))
        : fault(at, "Fn::Join takes [delimiter, list of strings]");
  }

  private Expression select(JsonNode argument, PropertyPath at) {
    return isPair(argument)
        ? new Select(read(argument.path(0), at.element(0)), read(argument.path(1), at.element(1)))
        : fault(at, "Fn::Select takes [index, list]");
  }

  private Expression split(JsonNode argument, PropertyPath at) {
    return isPair(argument)
            && argument.path(0).isString()
            && !argument.path(0).stringValue().isEmpty()
        ? new Split(argument.path(0).stringValue(), read(argument.path(1), at.element(1)))
        : fault(at, "Fn::Split takes [delimiter, string]");
  }

  private static boolean isPair(JsonNode argument) {
    return argument.isArray() && argument.size() == 2;
  }

  private Expression findInMap(JsonNode argument, PropertyPath at) {
    if (argument.isArray() && argument.size() == 4) {
      return fault(at, "a default value for Fn::FindInMap " + Unsupported.LANGUAGE_EXTENSIONS);
    }
    if (!argument.isArray() || argument.size() != 3) {
      return fault(at, "Fn::FindInMap takes [map, top-level key, second-level key]");
    }
    JsonNode map = argument.path(0);
    if (map.isString() && !declared.mappings().contains(map.stringValue())) {
      return fault(
          at,
          "Template error: Mapping named '%s' is not present in the 'Mappings' section of template%s"
              .formatted(
                  OneLine.quote(map.stringValue()),
                  NearestName.hint(map.stringValue(), declared.mappings())));
    }
    return new FindInMap(
        read(map, at.element(0)),
        read(argument.path(1), at.element(1)),
        read(argument.path(2), at.element(2)));
  }

  private Expression importValue(JsonNode argument, PropertyPath at) {
    return at.section().equals("Conditions")
        ? fault(at, "Fn::ImportValue cannot be used in the Conditions block of the template")
        : new ImportValue(read(argument, at));
  }

  private Expression choice(JsonNode argument, PropertyPath at) {
    if (!argument.isArray() || argument.size() != 3 || !argument.path(0).isString()) {
      return fault(at, "Fn::If takes [condition name, value if true, value if false]");
    }
    Expression then = read(argument.path(1), at.element(1));
    Expression otherwise = read(argument.path(2), at.element(2));
    String condition = argument.path(0).stringValue();
    return condition(condition, at) ? new If(condition, then, otherwise) : new Faulty();
  }

  /// Whether the template declares this condition; a fault where not.
  boolean condition(String name, PropertyPath at) {
    if (declared.conditions().contains(name)) {
      return true;
    }
    findings.fault(
        at,
        "Template format error: Unresolved condition dependency %s in the %s block of the template%s"
            .formatted(
                OneLine.quote(name), at.section(), NearestName.hint(name, declared.conditions())));
    return false;
  }

  private Expression fault(PropertyPath at, String problem) {
    findings.fault(at, problem);
    return new Faulty();
  }
}
