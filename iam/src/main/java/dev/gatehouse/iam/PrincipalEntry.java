package dev.gatehouse.iam;

import dev.gatehouse.aws.Arn;
import dev.gatehouse.aws.Principal;
import java.util.List;
import java.util.regex.Pattern;

/// One value of a `Principal` element (reference_policies_elements_principal.html).
sealed interface PrincipalEntry {
  /// `*`: everybody, signed or not, AWS services too.
  record Everyone() implements PrincipalEntry {}

  record Account(String digits) implements PrincipalEntry {}

  /// A user, a role, or a session of a role.
  record Identity(String arn) implements PrincipalEntry {}

  record Service(String host) implements PrincipalEntry {}

  /// A federated or canonical user: valid, and nobody here is one.
  record Elsewhere(String name) implements PrincipalEntry {}

  Pattern DIGITS = Pattern.compile("[0-9]{12}");
  Pattern SERVICE = Pattern.compile("[a-z0-9-]+(\\.[a-z0-9-]+)*\\.amazonaws\\.com(\\.cn)?");
  Pattern IDENTITY = Pattern.compile("(user|role)/[^*?]+");
  Pattern SESSION = Pattern.compile("assumed-role/[^*?/]+/[^*?/]+");

  /// @throws MalformedValue when a principal of this kind cannot have this name
  static PrincipalEntry parse(String kind, String value) {
    return switch (kind) {
      case "AWS" -> aws(value);
      case "Service" -> {
        if (!SERVICE.matcher(value).matches()) {
          throw new MalformedValue("not a service principal: " + value);
        }
        yield new Service(value);
      }
      case "Federated", "CanonicalUser" -> new Elsewhere(value);
      default ->
          throw new MalformedValue(
              kind + " is no kind of principal; AWS, Service, Federated and CanonicalUser are");
    };
  }

  private static PrincipalEntry aws(String value) {
    if (value.equals("*")) {
      return new Everyone();
    }
    if (DIGITS.matcher(value).matches()) {
      return new Account(value);
    }
    return Arn.parse(value)
        .map(PrincipalEntry::arn)
        .orElseThrow(() -> new MalformedValue("neither an account id nor an ARN: " + value));
  }

  private static PrincipalEntry arn(Arn arn) {
    boolean named = arn.region().isEmpty() && DIGITS.matcher(arn.account()).matches();
    if (named && arn.service().equals("iam") && arn.resource().equals("root")) {
      return new Account(arn.account());
    }
    if (named && arn.service().equals("iam") && IDENTITY.matcher(arn.resource()).matches()) {
      return new Identity(arn.toString());
    }
    if (named && arn.service().equals("sts") && SESSION.matcher(arn.resource()).matches()) {
      return new Identity(arn.toString());
    }
    if (named && arn.service().equals("sts") && arn.resource().matches("federated-user/[^*?/]+")) {
      return new Elsewhere(arn.toString());
    }
    throw new MalformedValue(
        "not the ARN of an account's root, a user, a role or a session: "
            + arn
            + " (wildcards are not allowed in a principal's ARN)");
  }

  default Reach reach(Principal principal) {
    return switch (this) {
      case Everyone() -> Reach.DIRECT;
      case Account(var digits) -> accountOf(principal).equals(digits) ? Reach.ACCOUNT : Reach.NONE;
      case Identity(var arn) -> reach(arn, principal);
      case Service(var host) ->
          principal instanceof Principal.Service service && service.host().equals(host)
              ? Reach.DIRECT
              : Reach.NONE;
      case Elsewhere _ -> Reach.NONE;
    };
  }

  private static Reach reach(String arn, Principal principal) {
    return switch (principal) {
      case Principal.User user -> user.name().equals(arn) ? Reach.DIRECT : Reach.NONE;
      case Principal.RoleSession session ->
          session.name().equals(arn)
              ? Reach.DIRECT
              : session.roleArn().equals(arn) ? Reach.ROLE : Reach.NONE;
      case Principal.Root _, Principal.Service _, Principal.Anonymous _ -> Reach.NONE;
    };
  }

  /// Whether `NotPrincipal` with these entries spares a principal. AWS looks at the account, then
  /// at the role, then at the session, and the account must be listed too
  /// (reference_policies_elements_notprincipal.html).
  static boolean spares(List<PrincipalEntry> entries, Inquiry inquiry) {
    var principal = inquiry.principal();
    var reaches = entries.stream().map(entry -> entry.reach(principal)).toList();
    return switch (principal) {
      case Principal.Root _ -> reaches.contains(Reach.ACCOUNT);
      case Principal.User _ ->
          !inquiry.bounded() && reaches.contains(Reach.ACCOUNT) && reaches.contains(Reach.DIRECT);
      case Principal.RoleSession _ ->
          !inquiry.bounded() && reaches.contains(Reach.ACCOUNT) && reaches.contains(Reach.ROLE);
      case Principal.Service _ -> reaches.contains(Reach.DIRECT);
      case Principal.Anonymous _ -> false;
    };
  }

  /// Empty for those who belong to no account.
  static String accountOf(Principal principal) {
    return switch (principal) {
      case Principal.Root root -> root.account().digits();
      case Principal.User user -> user.account().digits();
      case Principal.RoleSession session -> session.account().digits();
      case Principal.Service _, Principal.Anonymous _ -> "";
    };
  }

  default String shown() {
    return switch (this) {
      case Everyone() -> "*";
      case Account(var digits) -> "account " + digits;
      case Identity(var arn) -> arn;
      case Service(var host) -> host;
      case Elsewhere(var name) -> name;
    };
  }
}
