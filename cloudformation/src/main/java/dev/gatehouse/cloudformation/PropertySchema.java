package dev.gatehouse.cloudformation;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What is supported of a property. Built from its factory methods:
///
/// ```java
/// structure()
///     .required("Name", string())
///     .optional("ProtocolType", oneOf("HTTP"))
///     .optional("CorsConfiguration", structure().optional("AllowOrigins", listOf(string())))
///     .ignored("Tags", "tags open no door");
/// ```
public sealed interface PropertySchema {
  /// CloudFormation turns scalars into each other: `"30"` does for an integer, `true` for a string.
  enum Kind {
    STRING("a string"),
    INTEGER("an integer"),
    NUMBER("a number"),
    BOOLEAN("a boolean");

    private final String phrase;

    Kind(String phrase) {
      this.phrase = phrase;
    }

    String phrase() {
      return phrase;
    }
  }

  /// @param allowed the supported values as text; empty for any
  record Scalar(Kind kind, Set<String> allowed) implements PropertySchema {
    public Scalar {
      allowed = Collections.unmodifiableSet(new LinkedHashSet<>(allowed));
    }
  }

  record ListOf(PropertySchema element) implements PropertySchema {}

  /// An object whose member names are free, as `Environment.Variables`.
  record MapOf(PropertySchema value) implements PropertySchema {}

  /// JSON of any shape, as `PolicyDocument`; it reaches the creator unchanged.
  record Document() implements PropertySchema {}

  /// A string, or else the other: `Code: ./folder` beside `Code: {"S3Key": …}`.
  record StringOr(PropertySchema other) implements PropertySchema {}

  /// An object whose members are known by name. Immutable: each call gives a wider structure.
  record Structure(Map<String, Member> members) implements PropertySchema {
    public Structure {
      members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
    }

    public Structure required(String name, PropertySchema schema) {
      return with(name, new Supported(schema, true));
    }

    public Structure optional(String name, PropertySchema schema) {
      return with(name, new Supported(schema, false));
    }

    /// Accepted with a notice, and kept from the creator.
    public Structure ignored(String name, String reason) {
      return with(name, new Ignored(reason));
    }

    private Structure with(String name, Member member) {
      Map<String, Member> wider = new LinkedHashMap<>(members);
      if (wider.put(name, member) != null) {
        throw new IllegalArgumentException("declared twice: " + name);
      }
      return new Structure(wider);
    }
  }

  /// How a structure treats one of its names.
  sealed interface Member {}

  record Supported(PropertySchema schema, boolean required) implements Member {}

  record Ignored(String reason) implements Member {}

  static Structure structure() {
    return new Structure(Map.of());
  }

  static PropertySchema string() {
    return new Scalar(Kind.STRING, Set.of());
  }

  static PropertySchema integer() {
    return new Scalar(Kind.INTEGER, Set.of());
  }

  static PropertySchema number() {
    return new Scalar(Kind.NUMBER, Set.of());
  }

  static PropertySchema bool() {
    return new Scalar(Kind.BOOLEAN, Set.of());
  }

  /// A string of which only these values are supported.
  static PropertySchema oneOf(String... values) {
    return new Scalar(Kind.STRING, new LinkedHashSet<>(List.of(values)));
  }

  /// A boolean of which only this value is supported.
  static PropertySchema only(boolean value) {
    return new Scalar(Kind.BOOLEAN, Set.of(String.valueOf(value)));
  }

  static PropertySchema stringOr(PropertySchema other) {
    return new StringOr(other);
  }

  static PropertySchema listOf(PropertySchema element) {
    return new ListOf(element);
  }

  static PropertySchema mapOf(PropertySchema value) {
    return new MapOf(value);
  }

  static PropertySchema document() {
    return new Document();
  }
}
