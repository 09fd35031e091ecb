package dev.gatehouse.cloudformation;

import dev.gatehouse.aws.Json;
import java.math.BigDecimal;
import java.util.Iterator;
import java.util.Optional;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentEndEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingEndEvent;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceEndEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.events.StreamStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.DecimalNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/// A YAML template as the JSON that it stands for: `!Ref X` becomes `{"Ref": "X"}`. What JSON does
/// not have is refused: aliases, merges, further documents, keys that are no text.
final class YamlTree {
  private static final String STRING_TAG = "tag:yaml.org,2002:str";
  private static final Pattern NULL = Pattern.compile("|~|null|Null|NULL");
  private static final Pattern BOOLEAN = Pattern.compile("true|True|TRUE|false|False|FALSE");
  // Digits with a leading zero stay text: they are an account id, never a number.
  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9][0-9]{0,30})(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,3})?");

  private final Iterator<Event> events;

  private YamlTree(Iterator<Event> events) {
    this.events = events;
  }

  /// @throws Malformed if the text is not such YAML
  static JsonNode read(String text) throws Malformed {
    LoadSettings settings = LoadSettings.builder().setCodePointLimit(Template.MAX_BYTES).build();
    try {
      return new YamlTree(new Parse(settings).parseString(text).iterator()).document();
    } catch (MarkedYamlEngineException e) {
      throw new Malformed(e.getProblemMark(), String.valueOf(e.getProblem()));
    } catch (YamlEngineException e) {
      throw new Malformed(Optional.empty(), String.valueOf(e.getMessage()));
    }
  }

  /// @param text that [#read] can read
  static boolean hasShortForms(String text) {
    LoadSettings settings = LoadSettings.builder().setCodePointLimit(Template.MAX_BYTES).build();
    for (Event event : new Parse(settings).parseString(text)) {
      Optional<String> tag =
          switch (event) {
            case ScalarEvent scalar -> scalar.getTag();
            case CollectionStartEvent start -> start.getTag();
            default -> Optional.empty();
          };
      if (tag.filter(name -> !name.equals("!") && !name.equals(STRING_TAG)).isPresent()) {
        return true;
      }
    }
    return false;
  }

  private JsonNode document() throws Malformed {
    Event event = events.next();
    while (event instanceof StreamStartEvent || event instanceof DocumentStartEvent) {
      event = events.next();
    }
    if (event instanceof DocumentEndEvent || !events.hasNext()) {
      return NullNode.getInstance();
    }
    JsonNode root = node(event, 0);
    events.next();
    if (events.next() instanceof DocumentStartEvent second) {
      throw new Malformed(second, "a template is one document");
    }
    return root;
  }

  private JsonNode node(Event event, int depth) throws Malformed {
    if (depth > Json.MAX_DEPTH) {
      throw new Malformed(event, "nested more than " + Json.MAX_DEPTH + " levels deep");
    }
    return switch (event) {
      case ScalarEvent scalar -> scalar(scalar);
      case SequenceStartEvent start -> wrapped(start.getTag(), start, sequence(depth));
      case MappingStartEvent start -> wrapped(start.getTag(), start, mapping(depth));
      case AliasEvent alias -> throw new Malformed(alias, "aliases are not supported");
      default -> throw new Malformed(event, "a value is missing");
    };
  }

  private ArrayNode sequence(int depth) throws Malformed {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    Event event = events.next();
    while (!(event instanceof SequenceEndEvent)) {
      array.add(node(event, depth + 1));
      event = events.next();
    }
    return array;
  }

  private ObjectNode mapping(int depth) throws Malformed {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    Event event = events.next();
    while (!(event instanceof MappingEndEvent)) {
      if (!(event instanceof ScalarEvent key)) {
        throw new Malformed(event, "a key must be a string");
      }
      if (key.isPlain() && key.getValue().equals("<<")) {
        throw new Malformed(key, "merges are not supported");
      }
      if (object.has(key.getValue())) {
        throw new Malformed(key, "duplicate key \"" + key.getValue() + "\"");
      }
      object.set(key.getValue(), node(events.next(), depth + 1));
      event = events.next();
    }
    return object;
  }

  private static JsonNode scalar(ScalarEvent scalar) throws Malformed {
    String value = scalar.getValue();
    boolean resolvable = scalar.isPlain() && scalar.getTag().isEmpty();
    return resolvable
        ? resolved(value)
        : wrapped(scalar.getTag(), scalar, StringNode.valueOf(value));
  }

  private static JsonNode resolved(String value) {
    if (NULL.matcher(value).matches()) {
      return NullNode.getInstance();
    }
    if (BOOLEAN.matcher(value).matches()) {
      return BooleanNode.valueOf(value.charAt(0) == 't' || value.charAt(0) == 'T');
    }
    return NUMBER.matcher(value).matches()
        ? DecimalNode.valueOf(new BigDecimal(value))
        : StringNode.valueOf(value);
  }

  /// `!Join` and its kind are short for `Fn::Join`, but for `!Ref` and `!Condition`.
  private static JsonNode wrapped(Optional<String> tag, Event at, JsonNode value) throws Malformed {
    String name = tag.orElse("!");
    if (name.equals("!") || name.equals(STRING_TAG)) {
      return value;
    }
    if (!name.startsWith("!")) {
      throw new Malformed(at, "the tag " + name + " is not supported");
    }
    String function =
        name.equals("!Ref") || name.equals("!Condition")
            ? name.substring(1)
            : "Fn::" + name.substring(1);
    return JsonNodeFactory.instance.objectNode().set(function, value);
  }

  /// With the line and column where it happened, counted from one, if known.
  static final class Malformed extends Exception {
    Malformed(Event at, String problem) {
      this(at.getStartMark(), problem);
    }

    Malformed(Optional<Mark> mark, String problem) {
      super(
          mark.map(place ->
                  "(line %d, column %d) ".formatted(place.getLine() + 1, place.getColumn() + 1))
                  .orElse("")
              + OneLine.quote(problem));
    }
  }
}
