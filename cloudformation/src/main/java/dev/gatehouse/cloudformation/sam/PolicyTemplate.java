package dev.gatehouse.cloudformation.sam;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// One of SAM's policy templates (serverless-policy-template-list.html), from the file beside this
/// class.
record PolicyTemplate(String name, List<Rule> rules) {
  /// @param resources `*`, or ARNs with `{Parameter}` where a value goes
  record Rule(List<String> actions, List<String> resources) {}

  private static final Pattern PLACE = Pattern.compile("\\{(\\w+)}");
  private static final Map<String, PolicyTemplate> ALL = read();

  static Optional<PolicyTemplate> named(String name) {
    return Optional.ofNullable(ALL.get(name));
  }

  Set<String> parameters() {
    var names = new LinkedHashSet<String>();
    for (Rule rule : rules) {
      for (String resource : rule.resources()) {
        PLACE.matcher(resource).results().forEach(match -> names.add(match.group(1)));
      }
    }
    return names;
  }

  ObjectNode document(JsonNode values) {
    ObjectNode document = Trees.object();
    var statements = document.putArray("Statement");
    for (Rule rule : rules) {
      ObjectNode statement = statements.addObject().put("Effect", "Allow");
      rule.actions().forEach(statement.putArray("Action")::add);
      JsonNode[] resources =
          rule.resources().stream()
              .map(resource -> resource(resource, values))
              .toArray(JsonNode[]::new);
      statement.set("Resource", resources.length == 1 ? resources[0] : Trees.list(resources));
    }
    return document;
  }

  private static JsonNode resource(String resource, JsonNode values) {
    if (resource.equals("*")) {
      return Trees.text(resource);
    }
    var variables = new LinkedHashMap<String, JsonNode>();
    String text =
        PLACE
            .matcher(resource)
            .replaceAll(match -> {
              String parameter = match.group(1);
              String variable = Character.toLowerCase(parameter.charAt(0)) + parameter.substring(1);
              variables.put(variable, values.path(parameter));
              return Matcher.quoteReplacement("${" + variable + "}");
            });
    String arn =
        text.startsWith("s3:::")
            ? "arn:${AWS::Partition}:" + text
            : text.replaceFirst(
                "^([a-z0-9]+):",
                Matcher.quoteReplacement("arn:${AWS::Partition}:")
                    + "$1"
                    + Matcher.quoteReplacement(":${AWS::Region}:${AWS::AccountId}:"));
    return variables.isEmpty() ? Trees.sub(arn) : Trees.sub(arn, variables);
  }

  /// A line without indentation names a template; the lines below it are its rules: actions, an
  /// arrow, resources.
  private static Map<String, PolicyTemplate> read() {
    var templates = new LinkedHashMap<String, PolicyTemplate>();
    var rules = new ArrayList<Rule>();
    String name = "";
    for (String line : lines()) {
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      if (!line.startsWith(" ")) {
        name = line.strip();
        rules = new ArrayList<>();
        templates.put(name, new PolicyTemplate(name, rules));
        continue;
      }
      String[] sides = line.strip().split(" -> ", 2);
      rules.add(new Rule(List.of(sides[0].split(" ")), List.of(sides[1].split(" "))));
    }
    return Map.copyOf(templates);
  }

  private static List<String> lines() {
    try (var in =
        requireNonNull(PolicyTemplate.class.getResourceAsStream("policy-templates.txt"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
