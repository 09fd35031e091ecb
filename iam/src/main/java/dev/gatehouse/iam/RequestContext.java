package dev.gatehouse.iam;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The condition keys of one request. Their names compare ignoring case
/// (reference_policies_elements_condition.html).
final class RequestContext {
  private final Map<String, List<String>> values = new HashMap<>();

  /// Later maps overrule earlier ones.
  @SafeVarargs
  static RequestContext of(Map<String, List<String>>... layers) {
    var context = new RequestContext();
    for (var layer : layers) {
      layer.forEach((key, found) -> context.values.put(fold(key), List.copyOf(found)));
    }
    return context;
  }

  /// Empty when the request has no such key.
  List<String> values(String key) {
    return values.getOrDefault(fold(key), List.of());
  }

  /// What a policy variable stands for: multivalued keys cannot be variables
  /// (reference_policies_condition-single-vs-multi-valued-context-keys.html).
  Optional<String> variable(String key) {
    var found = values(key);
    return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
  }

  private static String fold(String key) {
    return key.toLowerCase(Locale.ROOT);
  }
}
