package dev.gatehouse.junit;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;

/// What to start. Immutable: each method answers a changed copy.
public record GatehouseBuilder(String template, Map<String, String> parameters) {
  public GatehouseBuilder {
    parameters = Map.copyOf(parameters);
  }

  static GatehouseBuilder of(GatehouseTest declared) {
    var builder = Gatehouse.of(declared.template());
    for (String parameter : declared.parameters()) {
      int equals = parameter.indexOf('=');
      if (equals < 1) {
        throw new ExtensionConfigurationException(
            "a parameter of @GatehouseTest is NAME=VALUE, not " + parameter);
      }
      builder = builder.parameter(parameter.substring(0, equals), parameter.substring(equals + 1));
    }
    return builder;
  }

  /// A value for a parameter of the template.
  public GatehouseBuilder parameter(String name, String value) {
    var more = new LinkedHashMap<>(parameters);
    more.put(name, value);
    return new GatehouseBuilder(template, more);
  }

  /// For a static field with `@RegisterExtension`.
  public GatehouseExtension extension() {
    return new GatehouseExtension(this);
  }

  /// Starts it; the caller closes it. Also of use outside JUnit.
  ///
  /// @throws IllegalStateException with all that is wrong with the template, or whatever else
  ///   stands in the way
  public Gatehouse start() {
    return Gatehouse.start(this);
  }
}
