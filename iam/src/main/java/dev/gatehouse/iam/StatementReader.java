package dev.gatehouse.iam;

import dev.gatehouse.iam.PolicyDocument.Kind;
import dev.gatehouse.iam.Statement.Patterns;
import dev.gatehouse.iam.Statement.Principals;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Reads one statement. Its result counts only when no fault was reported meanwhile.
final class StatementReader {
  private static final Set<String> ELEMENTS =
      Set.of(
          "Sid",
          "Effect",
          "Principal",
          "NotPrincipal",
          "Action",
          "NotAction",
          "Resource",
          "NotResource",
          "Condition");
  private static final Pattern SID = Pattern.compile("[0-9A-Za-z]*");
  private static final Pattern ACTION = Pattern.compile("[0-9A-Za-z-]+:[0-9A-Za-z*?_-]+");
  private static final int ARN_COLONS = 5;

  private final Kind kind;
  private final boolean variables;
  private final String path;
  private final BiConsumer<String, String> faults;

  StatementReader(Kind kind, boolean variables, String path, BiConsumer<String, String> faults) {
    this.kind = kind;
    this.variables = variables;
    this.path = path;
    this.faults = faults;
  }

  /// Null when an element that cannot be missing is faulty.
  @Nullable Statement read(JsonNode json, int index) {
    for (var member : json.properties()) {
      if (!ELEMENTS.contains(member.getKey())) {
        fault(member.getKey(), "is not an element of a statement");
      }
    }
    String label = label(json.get("Sid"), index);
    Effect effect = effect(json.get("Effect"));
    Principals principals = principals(json, effect);
    Patterns actions = patterns(json, "Action", this::action);
    Patterns resources = resources(json);
    var conditions =
        new ConditionReader(variables, path + ".Condition", faults).read(json.get("Condition"));
    return effect == null || actions == null
        ? null
        : new Statement(label, effect, principals, actions, resources, conditions);
  }

  private String label(@Nullable JsonNode sid, int index) {
    if (sid == null) {
      return "statement " + (index + 1);
    }
    if (!sid.isString()) {
      fault("Sid", "must be a string");
    } else if (kind != Kind.RESOURCE && !SID.matcher(sid.stringValue()).matches()) {
      fault("Sid", "must consist of letters and digits (0-9A-Za-z)");
    }
    return "statement " + (sid.isString() ? sid.stringValue() : "");
  }

  private @Nullable Effect effect(@Nullable JsonNode effect) {
    return switch (effect == null || !effect.isString() ? "" : effect.stringValue()) {
      case "Allow" -> Effect.ALLOW;
      case "Deny" -> Effect.DENY;
      default -> {
        fault("Effect", "must be \"Allow\" or \"Deny\"");
        yield null;
      }
    };
  }

  // Principal

  private @Nullable Principals principals(JsonNode json, @Nullable Effect effect) {
    boolean negated = json.has("NotPrincipal");
    String name = negated ? "NotPrincipal" : "Principal";
    var element = json.get(name);
    if (kind == Kind.IDENTITY) {
      if (element != null) {
        fault(name, "does not belong in a policy attached to a user, group or role");
      }
      return null;
    }
    if (element == null) {
      fault("Principal", "is missing");
      return null;
    }
    if (negated && json.has("Principal")) {
      fault(name, "cannot stand beside Principal");
    }
    if (negated && (kind == Kind.TRUST || effect == Effect.ALLOW)) {
      fault(name, "is supported only with \"Effect\": \"Deny\" in a policy of a resource");
    }
    var entries = entries(element, name);
    if (negated && entries.contains(new PrincipalEntry.Everyone())) {
      fault(name, "cannot be everyone");
    }
    return new Principals(entries, negated);
  }

  private List<PrincipalEntry> entries(JsonNode element, String name) {
    if (element.isString() && element.stringValue().equals("*")) {
      return List.of(new PrincipalEntry.Everyone());
    }
    if (!element.isObject() || element.isEmpty()) {
      fault(name, "must be \"*\" or an object such as {\"Service\": \"lambda.amazonaws.com\"}");
      return List.of();
    }
    var entries = new ArrayList<PrincipalEntry>();
    for (var member : element.properties()) {
      String where = name + "." + member.getKey();
      entries.addAll(
          each(where, member.getValue(), it -> PrincipalEntry.parse(member.getKey(), it)));
    }
    return List.copyOf(entries);
  }

  // Action, Resource

  private @Nullable Patterns resources(JsonNode json) {
    if (kind != Kind.TRUST) {
      return patterns(json, "Resource", this::resource);
    }
    for (var name : List.of("Resource", "NotResource")) {
      if (json.has(name)) {
        fault(name, "does not belong in a trust policy");
      }
    }
    return null;
  }

  private @Nullable Patterns patterns(
      JsonNode json, String name, Function<String, PolicyPattern> parse) {
    String not = "Not" + name;
    if (json.has(name) == json.has(not)) {
      fault(name, "exactly one of " + name + " and " + not + " must be there");
      return null;
    }
    String present = json.has(name) ? name : not;
    return new Patterns(each(present, json.get(present), parse), present.equals(not));
  }

  private PolicyPattern action(String text) {
    if (!text.equals("*") && !ACTION.matcher(text).matches()) {
      throw new MalformedValue("neither * nor an action such as dynamodb:GetItem: " + text);
    }
    return PolicyPattern.like(text, false, Glob::ignoringCase);
  }

  private PolicyPattern resource(String text) {
    if (!text.equals("*") && !text.startsWith("arn:")) {
      throw new MalformedValue("neither * nor an ARN: " + text);
    }
    var pattern = PolicyPattern.like(text, variables, Glob::ofResource);
    int variable = text.indexOf("${");
    if (pattern.hasVariables()
        && text.substring(0, variable).chars().filter(c -> c == ':').count() < ARN_COLONS) {
      throw new MalformedValue("policy variables may stand only after an ARN's fifth colon");
    }
    return pattern;
  }

  // Lists

  private <T> List<T> each(String where, @Nullable JsonNode values, Function<String, T> parse) {
    boolean list = values != null && values.isArray() && !values.isEmpty();
    if (values == null || !(values.isString() || list)) {
      fault(where, "must be a string or a list of strings");
      return List.of();
    }
    if (values.isString()) {
      return one(where, values, parse);
    }
    var parsed = new ArrayList<T>();
    for (int i = 0; i < values.size(); i++) {
      parsed.addAll(one(where + "[" + i + "]", values.get(i), parse));
    }
    return List.copyOf(parsed);
  }

  private <T> List<T> one(String where, JsonNode value, Function<String, T> parse) {
    if (!value.isString()) {
      fault(where, "must be a string");
      return List.of();
    }
    try {
      return List.of(parse.apply(value.stringValue()));
    } catch (MalformedValue malformed) {
      fault(where, malformed.problem());
      return List.of();
    }
  }

  private void fault(String element, String problem) {
    faults.accept(path + "." + element, problem);
  }
}
