package dev.gatehouse.cloudformation;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A stack whose resources all exist.
///
/// @param resources by logical id, in creation order
/// @param outputs by name, in template order
public record CreatedStack(Map<String, CreatedResource> resources, Map<String, Output> outputs) {
  /// @param description empty if the template has none
  /// @param exportName null if no other stack may import it
  public record Output(String value, String description, @Nullable String exportName) {
    /// Without the value: templates do print secrets, logs should not.
    @Override
    public String toString() {
      return description;
    }
  }

  public CreatedStack {
    resources = Collections.unmodifiableMap(new LinkedHashMap<>(resources));
    outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
  }

  /// Values for the `Fn::ImportValue` of later stacks, by export name.
  public Map<String, String> exports() {
    Map<String, String> exports = new LinkedHashMap<>();
    for (Output output : outputs.values()) {
      if (output.exportName() != null) {
        exports.put(output.exportName(), output.value());
      }
    }
    return exports;
  }
}
