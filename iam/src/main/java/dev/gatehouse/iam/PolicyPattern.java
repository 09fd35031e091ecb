package dev.gatehouse.iam;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// A string of a policy with its wildcards and variables (reference_policies_variables.html). What
/// a variable stands for is compared literally: a user called `*` is not everybody.
final class PolicyPattern {
  private static final Pattern VARIABLE =
      Pattern.compile("\\s*([^\\s,'{}]+)\\s*(?:,\\s*'((?:[^']|'')*)'\\s*)?");

  private sealed interface Part {
    record Tokens(List<Integer> tokens) implements Part {}

    record Variable(String key, @Nullable String fallback) implements Part {}
  }

  private final String text;
  private final List<Part> parts;
  private final Function<int[], Predicate<String>> compiler;
  private final @Nullable Predicate<String> ready;

  private PolicyPattern(
      String text, List<Part> parts, Function<int[], Predicate<String>> compiler) {
    this.text = text;
    this.parts = parts;
    this.compiler = compiler;
    this.ready = hasVariables() ? null : resolve(RequestContext.EMPTY).map(compiler).orElseThrow();
  }

  /// Compared as it stands, wildcards included.
  static PolicyPattern exact(
      String text, boolean variables, Function<int[], Predicate<String>> compiler) {
    return new PolicyPattern(text, parts(text, variables, false), compiler);
  }

  /// @param variables whether `${…}` is one: not before policy version 2012-10-17
  static PolicyPattern like(
      String text, boolean variables, Function<int[], Predicate<String>> compiler) {
    return new PolicyPattern(text, parts(text, variables, true), compiler);
  }

  /// A variable without a value matches nothing (reference_policies_variables.html, Policy
  /// variables with no value).
  boolean matches(String candidate, RequestContext context) {
    if (ready != null) {
      return ready.test(candidate);
    }
    return resolve(context).map(compiler).filter(it -> it.test(candidate)).isPresent();
  }

  boolean hasVariables() {
    return !variables(parts).isEmpty();
  }

  /// The condition keys that it takes variables from.
  Set<String> variables() {
    return variables(parts);
  }

  /// @throws MalformedValue when a variable cannot be read
  static Set<String> variables(String text) {
    return variables(parts(text, true, false));
  }

  private static Set<String> variables(List<Part> parts) {
    var keys = new LinkedHashSet<String>();
    for (var part : parts) {
      if (part instanceof Part.Variable(var key, _)) {
        keys.add(key);
      }
    }
    return keys;
  }

  @Override
  public String toString() {
    return text;
  }

  private Optional<int[]> resolve(RequestContext context) {
    var resolved = IntStream.builder();
    for (var part : parts) {
      switch (part) {
        case Part.Tokens(var tokens) -> tokens.forEach(resolved::add);
        case Part.Variable(var key, var fallback) -> {
          var value = context.variable(key).or(() -> Optional.ofNullable(fallback));
          if (value.isEmpty()) {
            return Optional.empty();
          }
          value.get().chars().forEach(resolved);
        }
      }
    }
    return Optional.of(resolved.build().toArray());
  }

  private static List<Part> parts(String text, boolean variables, boolean wildcards) {
    var parts = new ArrayList<Part>();
    int from = 0;
    int start;
    while (variables && (start = text.indexOf("${", from)) >= 0) {
      int end = text.indexOf('}', start);
      if (end < 0) {
        throw new MalformedValue("policy variable is not closed: " + text);
      }
      parts.add(tokens(text.substring(from, start), wildcards));
      parts.add(variable(text.substring(start + 2, end)));
      from = end + 1;
    }
    parts.add(tokens(text.substring(from), wildcards));
    return List.copyOf(parts);
  }

  private static Part variable(String inside) {
    if (inside.equals("*") || inside.equals("?") || inside.equals("$")) {
      return tokens(inside, false);
    }
    var matcher = VARIABLE.matcher(inside);
    if (!matcher.matches()) {
      throw new MalformedValue("not a policy variable: ${" + inside + "}");
    }
    String fallback = matcher.group(2);
    return new Part.Variable(
        matcher.group(1), fallback == null ? null : fallback.replace("''", "'"));
  }

  private static Part tokens(String text, boolean wildcards) {
    return new Part.Tokens(
        text.chars()
            .map(c ->
                switch (c) {
                  case '*' -> wildcards ? Glob.RUN : c;
                  case '?' -> wildcards ? Glob.ONE : c;
                  default -> c;
                })
            .boxed()
            .toList());
  }
}
