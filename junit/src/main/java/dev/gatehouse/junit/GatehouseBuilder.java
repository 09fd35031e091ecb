package dev.gatehouse.junit;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;

/// What to start. Immutable: each method answers a changed copy.
///
/// @param leavesOut resources of types that are not supported, rather than refuse the template
public record GatehouseBuilder(String template, Map<String, String> parameters, boolean leavesOut) {
  public GatehouseBuilder {
    parameters = Map.copyOf(parameters);
  }

  static GatehouseBuilder of(GatehouseTest declared) {
    var builder = new GatehouseBuilder(declared.template(), Map.of(), declared.onlyDoors());
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
    return new GatehouseBuilder(template, more, leavesOut);
  }

  /// As `gatehouse up --only-doors`: resources of types that are not supported are left out, and
  /// what refers to them gets a value that says so.
  public GatehouseBuilder onlyDoors() {
    return new GatehouseBuilder(template, parameters, true);
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
