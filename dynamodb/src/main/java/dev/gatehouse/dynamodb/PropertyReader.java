package dev.gatehouse.dynamodb;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import tools.jackson.databind.JsonNode;

/// One object among a resource's properties. What is missing or of the wrong shape goes to the
/// shared list of faults, and reading goes on.
final class PropertyReader {
  private final String logicalId;
  private final String path;
  private final JsonNode node;
  private final List<TableFault> faults;

  PropertyReader(String logicalId, String path, JsonNode node, List<TableFault> faults) {
    this.logicalId = logicalId;
    this.path = path;
    this.node = node;
    this.faults = faults;
    if (!node.isObject()) {
      fault("expected an object");
    }
  }

  /// Members outside both sets are faults: nothing is left out in silence.
  ///
  /// @param ignored accepted, because they have no influence on what a table answers
  PropertyReader allowOnly(Set<String> read, Set<String> ignored) {
    for (String name : node.propertyNames()) {
      if (!read.contains(name) && !ignored.contains(name)) {
        fault(name, "not supported");
      }
    }
    return this;
  }

  boolean has(String name) {
    return node.hasNonNull(name);
  }

  Optional<String> text(String name) {
    JsonNode value = node.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    if (value.isString() || value.isNumber() || value.isBoolean()) {
      return Optional.of(value.asString());
    }
    fault(name, "expected a string");
    return Optional.empty();
  }

  String requiredText(String name) {
    if (!has(name)) {
      fault(name, "required");
    }
    return text(name).orElse("");
  }

  /// CloudFormation takes `"true"` for `true`.
  boolean flag(String name) {
    return switch (text(name).orElse("false")) {
      case "true" -> true;
      case "false" -> false;
      case String other -> {
        fault(name, "expected true or false, found " + other);
        yield false;
      }
    };
  }

  /// CloudFormation takes `"5"` for `5`.
  long units(String name) {
    String digits = requiredText(name);
    if (digits.matches("[0-9]{1,12}") && Long.parseLong(digits) > 0) {
      return Long.parseLong(digits);
    }
    if (!digits.isEmpty()) {
      fault(name, "expected a whole number from 1, found " + digits);
    }
    return 1;
  }

  PropertyReader object(String name) {
    return new PropertyReader(logicalId, below(name), node.path(name), faults);
  }

  List<PropertyReader> objects(String name) {
    return list(name, (at, item) -> new PropertyReader(logicalId, at, item, faults));
  }

  List<String> texts(String name) {
    return list(name, (_, item) -> item.asString(""));
  }

  private <T> List<T> list(String name, BiFunction<String, JsonNode, T> read) {
    JsonNode items = node.path(name);
    if (items.isMissingNode() || items.isNull()) {
      return List.of();
    }
    if (!items.isArray()) {
      fault(name, "expected a list");
      return List.of();
    }
    var all = new ArrayList<T>();
    for (int i = 0; i < items.size(); i++) {
      all.add(read.apply(below(name) + "[" + i + "]", items.get(i)));
    }
    return all;
  }

  void fault(String problem) {
    faults.add(new TableFault(logicalId, path, problem));
  }

  void fault(String name, String problem) {
    faults.add(new TableFault(logicalId, below(name), problem));
  }

  private String below(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }
}
