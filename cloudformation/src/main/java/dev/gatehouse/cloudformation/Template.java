package dev.gatehouse.cloudformation;

import dev.gatehouse.aws.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.node.ObjectNode;

/// A template that could be read: an object without duplicate members, within CloudFormation's
/// size. Whether it makes sense is the [Plan]'s question.
public final class Template {
  /// CloudFormation's limit for a template in a bucket.
  public static final int MAX_BYTES = 1 << 20;

  // Decimals keep their digits: 1.10 put into a text stays 1.10.
  private static final ObjectReader READER =
      Json.STRICT.readerFor(JsonNode.class).with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  private final ObjectNode root;
  private final String text;

  private Template(ObjectNode root, String text) {
    this.root = root;
    this.text = text;
  }

  /// Reads JSON where the name ends with `.json` or the text starts with a brace, else YAML.
  ///
  /// @param name what messages call it, a file name say
  /// @throws TemplateException if the text is not one
  public static Template parse(String name, String text) {
    if (text.length() > MAX_BYTES) {
      throw tooLarge(name);
    }
    return switch (tree(name, text)) {
      case ObjectNode object -> new Template(object, text);
      case JsonNode other ->
          throw new TemplateException(
              name, "a template is an object, found " + Shape.of(other).phrase());
    };
  }

  /// @throws TemplateException if there is no such file, or it is no template
  public static Template read(Path file) {
    String name = String.valueOf(file.getFileName());
    try {
      if (!Files.isRegularFile(file)) {
        throw new TemplateException(name, "cannot be read: no such file");
      }
      if (Files.size(file) > MAX_BYTES) {
        throw tooLarge(name);
      }
      return parse(name, Files.readString(file));
    } catch (IOException e) {
      throw new TemplateException(name, "cannot be read as UTF-8 text: " + e.getMessage());
    }
  }

  /// What a transform has made of this template; the text stays the one that was written.
  public Template transformed(ObjectNode tree) {
    return new Template(tree.deepCopy(), text);
  }

  /// Whether it is YAML with `!Ref` and its kind.
  boolean hasShortForms() {
    return !text.stripLeading().startsWith("{") && YamlTree.hasShortForms(text);
  }

  ObjectNode root() {
    return root;
  }

  /// As it was written, JSON or YAML.
  public String text() {
    return text;
  }

  /// Empty when there is none.
  public String description() {
    return root.path("Description").asString("");
  }

  /// A copy of the whole template.
  public ObjectNode tree() {
    return root.deepCopy();
  }

  private static JsonNode tree(String name, String text) {
    boolean json = name.endsWith(".json") || text.stripLeading().startsWith("{");
    try {
      return json ? READER.readValue(text) : YamlTree.read(text);
    } catch (JacksonException e) {
      throw new TemplateException(
          name,
          "Template format error: JSON not well-formed. %s%s"
              .formatted(place(e), OneLine.quote(e.getOriginalMessage())));
    } catch (YamlTree.Malformed e) {
      throw new TemplateException(
          name, "Template format error: YAML not well-formed. " + e.getMessage());
    }
  }

  private static String place(JacksonException e) {
    TokenStreamLocation location = e.getLocation();
    return location == null
        ? ""
        : "(line %d, column %d) ".formatted(location.getLineNr(), location.getColumnNr());
  }

  private static TemplateException tooLarge(String name) {
    return new TemplateException(name, "a template has at most " + MAX_BYTES + " bytes");
  }
}
