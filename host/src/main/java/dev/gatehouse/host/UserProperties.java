package dev.gatehouse.host;

import static dev.gatehouse.cloudformation.PropertySchema.bool;
import static dev.gatehouse.cloudformation.PropertySchema.integer;
import static dev.gatehouse.cloudformation.PropertySchema.listOf;
import static dev.gatehouse.cloudformation.PropertySchema.oneOf;
import static dev.gatehouse.cloudformation.PropertySchema.string;
import static dev.gatehouse.cloudformation.PropertySchema.structure;

import dev.gatehouse.cloudformation.PropertySchema.Structure;
import dev.gatehouse.cloudformation.ResolvedResource;
import dev.gatehouse.cognito.PasswordPolicy;
import dev.gatehouse.cognito.UserAttribute;
import dev.gatehouse.cognito.UserRules;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// What an `AWS::Cognito::UserPool` says of its users.
final class UserProperties {
  private static final int MOST_CUSTOM_ATTRIBUTES = 50;

  private UserProperties() {}

  /// @param reason why the others are passed over
  static Structure schema(Structure pool, String reason) {
    return pool.optional(
            "AliasAttributes", listOf(oneOf("email", "phone_number", "preferred_username")))
        .optional(
            "Policies",
            structure()
                .optional(
                    "PasswordPolicy",
                    structure()
                        .optional("MinimumLength", integer())
                        .optional("RequireLowercase", bool())
                        .optional("RequireNumbers", bool())
                        .optional("RequireSymbols", bool())
                        .optional("RequireUppercase", bool())
                        .optional("TemporaryPasswordValidityDays", integer())
                        .ignored("PasswordHistorySize", "earlier passwords are not kept"))
                .ignored("SignInPolicy", reason))
        .optional(
            "Schema",
            listOf(
                structure()
                    .required("Name", string())
                    .optional("AttributeDataType", oneOf("String", "Number", "DateTime", "Boolean"))
                    .optional("DeveloperOnlyAttribute", bool())
                    .optional("Mutable", bool())
                    .optional("Required", bool())
                    .optional(
                        "NumberAttributeConstraints",
                        structure().optional("MinValue", string()).optional("MaxValue", string()))
                    .optional(
                        "StringAttributeConstraints",
                        structure()
                            .optional("MinLength", string())
                            .optional("MaxLength", string()))))
        .optional("UsernameAttributes", listOf(oneOf("email", "phone_number")))
        .optional("UsernameConfiguration", structure().optional("CaseSensitive", bool()));
  }

  static Structure user() {
    Structure properties =
        structure()
            .required("UserPoolId", string())
            .optional("Username", string())
            .optional(
                "UserAttributes",
                listOf(structure().required("Name", string()).optional("Value", string())));
    for (String name :
        List.of(
            "ClientMetadata",
            "DesiredDeliveryMediums",
            "ForceAliasCreation",
            "MessageAction",
            "ValidationData")) {
      properties = properties.ignored(name, "nobody is sent a message or an invitation");
    }
    return properties;
  }

  static UserRules rules(ResolvedResource pool) {
    JsonNode properties = pool.properties();
    var usernames = Set.copyOf(CognitoResources.texts(properties.path("UsernameAttributes")));
    var aliases = Set.copyOf(CognitoResources.texts(properties.path("AliasAttributes")));
    if (!usernames.isEmpty() && !aliases.isEmpty()) {
      throw Faults.at(
          pool,
          "UsernameAttributes",
          "Only one of the aliasAttributes or usernameAttributes can be set in a user pool.");
    }
    return UserRules.of(
        passwords(pool),
        usernames,
        aliases,
        properties.path("UsernameConfiguration").path("CaseSensitive").asBoolean(true),
        attributes(pool));
  }

  /// Without a policy every kind of character is asked for; with one, those that it names.
  private static PasswordPolicy passwords(ResolvedResource pool) {
    JsonNode policy = pool.properties().path("Policies").path("PasswordPolicy");
    if (policy.isMissingNode()) {
      return PasswordPolicy.DEFAULT;
    }
    int length = policy.path("MinimumLength").asInt(PasswordPolicy.DEFAULT.minimumLength());
    if (length < 6 || length > 99) {
      throw Faults.at(
          pool, "Policies.PasswordPolicy.MinimumLength", length + " is not between 6 and 99");
    }
    int days = policy.path("TemporaryPasswordValidityDays").asInt(0);
    if (days < 0 || days > 365) {
      throw Faults.at(
          pool,
          "Policies.PasswordPolicy.TemporaryPasswordValidityDays",
          days + " is not between 0 and 365");
    }
    return new PasswordPolicy(
        length,
        policy.path("RequireUppercase").asBoolean(false),
        policy.path("RequireLowercase").asBoolean(false),
        policy.path("RequireNumbers").asBoolean(false),
        policy.path("RequireSymbols").asBoolean(false),
        days == 0 ? PasswordPolicy.DEFAULT.temporary() : Duration.ofDays(days));
  }

  private static List<UserAttribute> attributes(ResolvedResource pool) {
    var attributes = new ArrayList<UserAttribute>();
    JsonNode schema = pool.properties().path("Schema");
    if (schema.size() > MOST_CUSTOM_ATTRIBUTES) {
      throw Faults.at(
          pool, "Schema", schema.size() + " attributes, at most " + MOST_CUSTOM_ATTRIBUTES);
    }
    for (int i = 0; i < schema.size(); i++) {
      attributes.add(attribute(pool, schema.path(i), "Schema[" + i + "]"));
    }
    return attributes;
  }

  private static UserAttribute attribute(ResolvedResource pool, JsonNode said, String place) {
    String name = said.path("Name").asString();
    boolean standard = UserRules.isStandard(name);
    if (!standard && !name.matches("[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]{1,20}")) {
      throw Faults.at(pool, place + ".Name", "must be 1 to 20 letters, digits or signs");
    }
    boolean required = said.path("Required").asBoolean(false);
    if (required && !standard) {
      throw Faults.at(
          pool, place + ".Required", "Required custom attributes are not supported currently.");
    }
    var type =
        switch (said.path("AttributeDataType").asString("String")) {
          case "Number" -> UserAttribute.Type.NUMBER;
          case "DateTime" -> UserAttribute.Type.DATE_TIME;
          case "Boolean" -> UserAttribute.Type.BOOLEAN;
          default -> UserAttribute.Type.STRING;
        };
    boolean number = type == UserAttribute.Type.NUMBER;
    JsonNode limits =
        said.path(number ? "NumberAttributeConstraints" : "StringAttributeConstraints");
    String prefix =
        (said.path("DeveloperOnlyAttribute").asBoolean(false) ? "dev:" : "") + "custom:";
    return new UserAttribute(
        standard ? name : prefix + name,
        type,
        said.path("Mutable").asBoolean(true),
        required,
        limit(pool, limits, number ? "MinValue" : "MinLength", number ? Long.MIN_VALUE : 0, place),
        limit(
            pool,
            limits,
            number ? "MaxValue" : "MaxLength",
            number ? Long.MAX_VALUE : 2048,
            place));
  }

  private static long limit(
      ResolvedResource pool, JsonNode limits, String name, long usual, String place) {
    String text = limits.path(name).asString("");
    if (text.isEmpty()) {
      return usual;
    }
    if (!text.matches("-?[0-9]{1,18}")) {
      throw Faults.at(pool, place, name + " is no whole number: " + text);
    }
    return Long.parseLong(text);
  }
}
