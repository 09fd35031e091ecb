package dev.gatehouse.cognito;

import static java.util.Objects.requireNonNull;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/// What a pool lets its users be.
///
/// @param usernameAttributes what users give instead of a username: `email`, `phone_number`
/// @param aliases what users may give beside their username, once verified: `email`,
///   `phone_number`, `preferred_username`
/// @param caseSensitive whether `Jane` and `jane` are two users
/// @param attributes by name
public record UserRules(
    PasswordPolicy passwords,
    Set<String> usernameAttributes,
    Set<String> aliases,
    boolean caseSensitive,
    SequencedMap<String, UserAttribute> attributes) {
  /// Of a pool that says nothing of users.
  public static final UserRules DEFAULT =
      of(PasswordPolicy.DEFAULT, Set.of(), Set.of(), true, List.of());

  public UserRules {
    requireNonNull(passwords, "passwords");
    usernameAttributes = Set.copyOf(usernameAttributes);
    aliases = Set.copyOf(aliases);
    attributes = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(attributes));
  }

  /// @param declared beside or instead of the standard attributes
  public static UserRules of(
      PasswordPolicy passwords,
      Set<String> usernameAttributes,
      Set<String> aliases,
      boolean caseSensitive,
      List<UserAttribute> declared) {
    var attributes = new LinkedHashMap<String, UserAttribute>();
    UserAttribute.STANDARD.forEach(attribute -> attributes.put(attribute.name(), attribute));
    declared.forEach(attribute -> attributes.put(attribute.name(), attribute));
    return new UserRules(passwords, usernameAttributes, aliases, caseSensitive, attributes);
  }

  /// Whether every pool has it.
  public static boolean isStandard(String attribute) {
    return UserAttribute.STANDARD.stream().anyMatch(one -> one.name().equals(attribute));
  }

  String normal(String name) {
    return caseSensitive ? name : name.toLowerCase(Locale.ROOT);
  }

  boolean same(String one, String other) {
    return normal(one).equals(normal(other));
  }

  /// @throws UserFault in AdminCreateUser's words
  void checkNew(Map<String, String> values) {
    values.forEach((name, value) -> {
      UserAttribute attribute = attributes.get(name);
      if (attribute == null) {
        throw UserFault.invalid(
            "Attributes did not conform to the schema: Type for attribute {"
                + name
                + "} could not be determined");
      }
      if (name.equals("sub")) {
        throw UserFault.invalid("Cannot modify an already provided sub");
      }
      check(attribute, value);
    });
  }

  /// @throws UserFault in AdminUpdateUserAttributes' words
  void checkChanged(Map<String, String> values) {
    values.forEach((name, value) -> check(changing(name), value));
  }

  /// @throws UserFault in AdminDeleteUserAttributes' words
  void checkRemoved(Collection<String> names) {
    for (String name : names) {
      if (changing(name).required() || usernameAttributes.contains(name)) {
        throw UserFault.invalid("user." + name + ": Attribute cannot be deleted.\n");
      }
    }
  }

  private UserAttribute changing(String name) {
    UserAttribute attribute = attributes.get(name);
    if (attribute == null) {
      throw UserFault.invalid("user." + name + ": Attribute does not exist in the schema.\n");
    }
    if (!attribute.mutable()) {
      throw UserFault.invalid("user." + name + ": Attribute cannot be updated.\n");
    }
    return attribute;
  }

  private static void check(UserAttribute attribute, String value) {
    Optional<String> problem = attribute.problem(value);
    if (problem.isPresent()) {
      throw UserFault.invalid(problem.get());
    }
  }
}
