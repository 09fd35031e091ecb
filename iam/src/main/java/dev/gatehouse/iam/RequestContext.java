package dev.gatehouse.iam;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The condition keys of one request. Their names compare ignoring case
/// (reference_policies_elements_condition.html).
///
/// Gathered when a policy first asks for one, and not before. Not for several threads at once.
final class RequestContext {
  static final RequestContext EMPTY = new RequestContext(List::of);

  private final Supplier<List<Map<String, List<String>>>> layers;
  private @Nullable Map<String, List<String>> gathered;

  /// @param layers later maps overrule earlier ones
  RequestContext(Supplier<List<Map<String, List<String>>>> layers) {
    this.layers = layers;
  }

  /// Empty when the request has no such key.
  List<String> values(String key) {
    var values = gathered;
    if (values == null) {
      values = gather(layers.get());
      gathered = values;
    }
    return values.getOrDefault(fold(key), List.of());
  }

  private static Map<String, List<String>> gather(List<Map<String, List<String>>> layers) {
    var values = new HashMap<String, List<String>>();
    for (var layer : layers) {
      layer.forEach((key, found) -> values.put(fold(key), List.copyOf(found)));
    }
    return values;
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
