package dev.gatehouse.host.audit;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// Whole services and whole accounts count; a role from outside the template cannot be seen.
record WideRole() implements Rule {
  @Override
  public String id() {
    return "wide-role";
  }

  @Override
  public Severity severity() {
    return Severity.HIGH;
  }

  @Override
  public String title() {
    return "A role behind a door that may do too much";
  }

  @Override
  public String why() {
    return "Whoever talks the function into something it was not meant to do has all that its "
        + "role may do: through a door, that is anyone who gets in.";
  }

  @Override
  public String remedy() {
    return "Allow the actions that the function calls, on the ARNs that it calls them on. In "
        + "CDK: table.grant(role, actions).";
  }

  @Override
  public List<Finding> findings(Blueprint blueprint) {
    return blueprint
        .parts("AWS::Lambda::Function")
        .filter(blueprint::reached)
        .flatMap(function -> blueprint.role(function).stream())
        .distinct()
        .flatMap(role ->
            wide(blueprint, role)
                .map(one -> finding(one.severity(), role.id(), "may do " + one.what())))
        .toList();
  }

  private static Stream<Statement> wide(Blueprint blueprint, Part role) {
    return blueprint.policies(role).flatMap(WideRole::wide);
  }

  private record Statement(Severity severity, String what) {}

  private static Stream<Statement> wide(Policy policy) {
    return switch (policy) {
      case Policy.Managed(var name) -> managed(name);
      case Policy.Document(var document) ->
          Part.list(document.path("Statement")).stream()
              .filter(statement -> statement.path("Effect").asString("").equals("Allow"))
              .flatMap(WideRole::statement);
    };
  }

  private static Stream<Statement> managed(String name) {
    if (Set.of("AdministratorAccess", "PowerUserAccess", "IAMFullAccess").contains(name)) {
      return Stream.of(new Statement(Severity.HIGH, name));
    }
    return name.endsWith("FullAccess") || name.endsWith("_FullAccess")
        ? Stream.of(new Statement(Severity.MEDIUM, name))
        : Stream.empty();
  }

  private static Stream<Statement> statement(JsonNode statement) {
    boolean everywhere =
        statement.has("NotResource") || Part.texts(statement.path("Resource")).contains("*");
    if (statement.has("NotAction")) {
      return Stream.of(
          new Statement(
              everywhere ? Severity.HIGH : Severity.MEDIUM,
              "everything but " + Blueprint.few(Part.texts(statement.path("NotAction")))));
    }
    return Part.texts(statement.path("Action")).stream()
        .filter(action -> action.equals("*") || (everywhere && action.endsWith(":*")))
        .map(action ->
            new Statement(
                action.equals("*") && everywhere ? Severity.HIGH : Severity.MEDIUM,
                action + (everywhere ? " on every resource" : "")));
  }
}
