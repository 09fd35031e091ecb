package dev.gatehouse.iam;

import dev.gatehouse.aws.Json;
import dev.gatehouse.aws.Principal;
import dev.gatehouse.iam.PolicySet.Source;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/// Says to the owner which policies were looked at, which statement came nearest to allowing, where
/// it falls short, and which statement would allow.
final class Explanation {
  private static final int SHOWN = 6;
  private static final int LONGEST = 200;

  /// Some take these for a secret between a front end and its origin.
  private static final Set<String> UNTOLD = Set.of("aws:referer", "aws:useragent");

  private final Inquiry inquiry;

  Explanation(Inquiry inquiry) {
    this.inquiry = inquiry;
  }

  String denied(Source source) {
    return source.statement().label()
        + " of policy "
        + source.policy().name()
        + " denies it, and a deny wins over every allow: narrow it, or take it away";
  }

  String notAllowed(PolicySet missing) {
    String none = "no " + missing.type().words + " allows it";
    if (missing.policies().isEmpty()) {
      return none + ": there is none; what would allow it is " + remedy(missing.type());
    }
    String lookedAt = shown(missing.policies().stream().map(NamedPolicy::name));
    String nearest =
        missing
            .statements(Effect.ALLOW)
            .max(Comparator.comparingInt(source -> closeness(source.statement())))
            .map(source -> "; " + shortfall(source))
            .orElse("");
    return "%s, of %s%s; what would allow it is %s"
        .formatted(none, lookedAt, nearest, remedy(missing.type()));
  }

  /// The least statement that allows exactly this.
  private ObjectNode remedy(PolicyType type) {
    var statement = Json.STRICT.createObjectNode().put("Effect", "Allow");
    if (type == PolicyType.RESOURCE || type == PolicyType.TRUST) {
      principal(statement);
    }
    statement.put("Action", inquiry.action());
    if (type != PolicyType.TRUST) {
      statement.put("Resource", inquiry.resource());
    }
    return statement;
  }

  private void principal(ObjectNode statement) {
    switch (inquiry.principal()) {
      case Principal.Service service ->
          statement.putObject("Principal").put("Service", service.host());
      case Principal.Anonymous _ -> statement.put("Principal", "*");
      // A role's sessions come and go: policies name the role.
      case Principal.RoleSession session ->
          statement.putObject("Principal").put("AWS", session.roleArn());
      case Principal.User _, Principal.Root _ ->
          statement.putObject("Principal").put("AWS", inquiry.principal().name());
    }
  }

  /// How many of its elements fit, the telling ones first.
  private int closeness(Statement statement) {
    return (statement.coversAction(inquiry) ? 8 : 0)
        + (statement.coversResource(inquiry) ? 4 : 0)
        + (statement.named(inquiry) != Reach.NONE ? 2 : 0)
        + (statement.failedCondition(inquiry).isEmpty() ? 1 : 0);
  }

  private String shortfall(Source nearest) {
    var statement = nearest.statement();
    String policy = statement.label() + " of policy " + nearest.policy().name();
    if (!statement.coversAction(inquiry)) {
      return policy
          + " allows "
          + shown(statement.actions())
          + (statement.resources() == null ? "" : " on " + shown(statement.resources()))
          + ", not "
          + inquiry.action();
    }
    if (statement.resources() != null && !statement.coversResource(inquiry)) {
      return policy
          + " allows "
          + inquiry.action()
          + " on "
          + shown(statement.resources())
          + ", not on "
          + inquiry.resource();
    }
    if (statement.principals() != null && statement.named(inquiry) == Reach.NONE) {
      return policy
          + " allows it to "
          + shown(statement.principals().entries().stream().map(PrincipalEntry::shown))
          + ", not to "
          + inquiry.principal().name();
    }
    return statement
        .failedCondition(inquiry)
        .map(condition -> policy + " allows it only when " + shown(condition))
        .orElseGet(
            () -> policy + " names only the account: an identity-based policy must allow it");
  }

  private String shown(Condition condition) {
    var found = inquiry.context().values(condition.key());
    if (UNTOLD.contains(condition.key().toLowerCase(Locale.ROOT))) {
      return condition.operator() + " " + condition.key() + " fits; it does not";
    }
    return condition.operator()
        + " "
        + condition.key()
        + " "
        + shown(condition.expected().stream())
        + "; the request has "
        + (found.isEmpty() ? "no such key" : shown(found.stream()));
  }

  private static String shown(Statement.Patterns patterns) {
    return (patterns.negated() ? "all but " : "")
        + shown(patterns.patterns().stream().map(PolicyPattern::toString));
  }

  private static String cut(String value) {
    return value.length() <= LONGEST ? value : value.substring(0, LONGEST) + "…";
  }

  private static String shown(Stream<String> values) {
    List<String> all = values.map(Explanation::cut).toList();
    return all.size() <= SHOWN
        ? all.toString()
        : all.subList(0, SHOWN) + " and " + (all.size() - SHOWN) + " more";
  }
}
