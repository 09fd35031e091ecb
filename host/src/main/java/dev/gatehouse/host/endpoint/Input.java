package dev.gatehouse.host.endpoint;

import dev.gatehouse.aws.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What a caller wrote, read member by member. What does not fit is refused in the words of AWS's
/// own validation, `1 validation error detected: Value … at … failed to satisfy constraint: …`.
final class Input {
  /// What a text may be.
  ///
  /// @param pattern for the whole text, as the service's model writes it
  record Shape(int least, int most, String pattern) {}

  private final ObjectNode members;
  private final String invalid;

  /// @param invalid the code of the service's validation errors
  Input(ObjectNode members, String invalid) {
    this.members = members;
    this.invalid = invalid;
  }

  /// As it was written.
  JsonNode member(String name) {
    return members.path(name);
  }

  /// All that is there, but for these.
  ObjectNode members(Set<String> without) {
    ObjectNode all = members.deepCopy();
    all.remove(without);
    all.propertyNames().stream()
        .filter(name -> all.path(name).isNull())
        .toList()
        .forEach(all::remove);
    return all;
  }

  boolean has(String name) {
    return members.hasNonNull(name);
  }

  /// A text that must be there.
  String text(String name) {
    return find(name).orElseThrow(() -> invalid(name, null, "Member must not be null"));
  }

  String text(String name, Shape shape) {
    return fitting(name, text(name), shape);
  }

  Optional<String> find(String name) {
    if (!has(name)) {
      return Optional.empty();
    }
    var value = members.path(name);
    if (!value.isString()) {
      throw notA("String", value);
    }
    return Optional.of(value.asString());
  }

  Optional<String> find(String name, Shape shape) {
    return find(name).map(value -> fitting(name, value, shape));
  }

  /// A text that must be there and is shown to nobody.
  Secret secret(String name, Shape shape) {
    return findSecret(name, shape).orElseThrow(() -> hidden(name, "Member must not be null"));
  }

  Optional<Secret> findSecret(String name, Shape shape) {
    Optional<String> found = find(name);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    String value = found.get();
    if (value.length() < shape.least() || value.length() > shape.most()) {
      throw hidden(
          name,
          value.length() < shape.least()
              ? "Member must have length greater than or equal to " + shape.least()
              : "Member must have length less than or equal to " + shape.most());
    }
    if (!Pattern.matches(shape.pattern(), value)) {
      throw hidden(name, "Member must satisfy regular expression pattern: " + shape.pattern());
    }
    return Optional.of(new Secret(value));
  }

  /// As AWS words it for members that are sensitive.
  private AwsError hidden(String name, String constraint) {
    return refuse(
        "1 validation error detected: Value at '%s' failed to satisfy constraint: %s"
            .formatted(inModel(name), constraint));
  }

  /// One of a few words.
  Optional<String> find(String name, List<String> words) {
    return find(name)
        .map(value -> {
          if (!words.contains(value)) {
            throw invalid(
                name,
                value,
                "Member must satisfy enum value set: [" + String.join(", ", words) + "]");
          }
          return value;
        });
  }

  /// In query strings and forms a number is written as text.
  int number(String name, int least, int most, int usual) {
    return has(name) ? number(name, least, most) : usual;
  }

  /// A number that must be there.
  int number(String name, int least, int most) {
    if (!has(name)) {
      throw invalid(name, null, "Member must not be null");
    }
    var value = members.path(name);
    boolean integral =
        value.isString() ? value.asString().matches("-?[0-9]{1,9}") : value.canConvertToInt();
    if (!integral) {
      throw notA("Integer", value);
    }
    int number = value.isString() ? Integer.parseInt(value.asString()) : value.asInt();
    if (number < least) {
      throw invalid(
          name, value.asString(), "Member must have value greater than or equal to " + least);
    }
    if (number > most) {
      throw invalid(name, value.asString(), "Member must have value less than or equal to " + most);
    }
    return number;
  }

  boolean flag(String name) {
    var value = members.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return false;
    }
    if (value.isBoolean()) {
      return value.asBoolean();
    }
    if (!value.isString() || !value.asString().matches("true|false")) {
      throw notA("Boolean", value);
    }
    return value.asString().equals("true");
  }

  List<String> texts(String name) {
    var texts = new ArrayList<String>();
    // In forms an empty list is an empty text.
    if (has(name) && !members.path(name).asString("-").isEmpty()) {
      if (!members.path(name).isArray()) {
        throw notA("List", members.path(name));
      }
      for (var value : members.path(name)) {
        if (!value.isString()) {
          throw notA("String", value);
        }
        texts.add(value.asString());
      }
    }
    return texts;
  }

  /// A list of structures, empty when it is not there.
  List<JsonNode> structures(String name) {
    var structures = new ArrayList<JsonNode>();
    if (has(name)) {
      if (!members.path(name).isArray()) {
        throw notA("List", members.path(name));
      }
      for (var value : members.path(name)) {
        if (!value.isObject()) {
          throw notA("Structure", value);
        }
        structures.add(value);
      }
    }
    return structures;
  }

  /// A structure that must be there.
  Input structure(String name) {
    required(name);
    if (!members.path(name).isObject()) {
      throw notA("Structure", members.path(name));
    }
    return of(members.path(name));
  }

  /// One of this input's structures, read in the same way.
  Input of(JsonNode structure) {
    return new Input(structure.asObject(), invalid);
  }

  /// @throws AwsError when the member is not there
  void required(String name) {
    if (!has(name)) {
      throw invalid(name, null, "Member must not be null");
    }
  }

  /// This member is wrong, in the service's own code.
  AwsError refuse(String message) {
    return AwsError.of(400, invalid, message);
  }

  private String fitting(String name, String value, Shape shape) {
    if (value.length() < shape.least()) {
      throw invalid(
          name, value, "Member must have length greater than or equal to " + shape.least());
    }
    if (value.length() > shape.most()) {
      throw invalid(name, value, "Member must have length less than or equal to " + shape.most());
    }
    if (!Pattern.matches(shape.pattern(), value)) {
      throw invalid(
          name, value, "Member must satisfy regular expression pattern: " + shape.pattern());
    }
    return value;
  }

  AwsError invalid(String name, @Nullable String value, String constraint) {
    String shown = value == null ? "null" : "'" + value + "'";
    return refuse(
        "1 validation error detected: Value %s at '%s' failed to satisfy constraint: %s"
            .formatted(shown, inModel(name), constraint));
  }

  private static String inModel(String name) {
    return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
  }

  private static AwsError notA(String type, JsonNode found) {
    return AwsError.of(
        400,
        "SerializationException",
        "%s_VALUE cannot be converted to %s".formatted(found.getNodeType(), type));
  }
}
