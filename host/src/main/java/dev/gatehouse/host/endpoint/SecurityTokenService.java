package dev.gatehouse.host.endpoint;

import static java.util.Objects.requireNonNull;

import dev.gatehouse.aws.AccessKey;
import dev.gatehouse.aws.Json;
import dev.gatehouse.aws.Principal;
import dev.gatehouse.door.Reason;
import dev.gatehouse.host.endpoint.Operation.Answer;
import dev.gatehouse.iam.Credentials;
import dev.gatehouse.iam.Credentials.Opening;
import dev.gatehouse.iam.Policies;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// STS: who am I, and temporary credentials. None of it needs a permission beforehand: AssumeRole
/// asks the role's trust policy and the caller's policies itself.
final class SecurityTokenService {
  private static final ServiceModel MODEL =
      ServiceModel.query("sts", "https://sts.amazonaws.com/doc/2011-06-15/", "ValidationError");

  private static final Duration HOUR = Duration.ofHours(1);

  private final Inventory inventory;
  private final Credentials credentials;
  private final RoleAssumption assumption;

  private SecurityTokenService(Inventory inventory, Credentials credentials, Policies policies) {
    this.inventory = inventory;
    this.credentials = credentials;
    this.assumption = new RoleAssumption(credentials, policies);
  }

  static ModelledService of(Inventory inventory, Credentials credentials, Policies policies) {
    var service = new SecurityTokenService(inventory, credentials, policies);
    return new ModelledService(
        MODEL,
        List.of(
            new Operation("GetCallerIdentity", (input, call) -> List.of(), service::callerIdentity),
            new Operation("AssumeRole", (input, call) -> List.of(), service.assumption::assumeRole),
            new Operation("GetSessionToken", (input, call) -> List.of(), service::sessionToken),
            new Operation("GetAccessKeyInfo", service::needed, service::accessKeyInfo)));
  }

  private Answer callerIdentity(Input input, AwsCall call) {
    var principal = call.caller().principal();
    var result = Json.STRICT.createObjectNode();
    result.put("Arn", principal.name());
    result.put("UserId", userId(principal));
    result.put("Account", inventory.account().digits());
    return new Answer.Result(result);
  }

  private String userId(Principal principal) {
    return switch (principal) {
      case Principal.User user -> user.userId();
      case Principal.RoleSession session -> session.roleId() + ":" + session.sessionName();
      case Principal.Root _, Principal.Service _, Principal.Anonymous _ ->
          inventory.account().digits();
    };
  }

  /// API_GetSessionToken. Policies cannot forbid it
  /// (id_credentials_temp_control-access_getsessiontoken.html).
  private Answer sessionToken(Input input, AwsCall call) {
    var caller = call.caller();
    if (caller.session() != null) {
      throw denied(
          call, "sts:GetSessionToken", "Cannot call GetSessionToken with session credentials");
    }
    if (input.has("SerialNumber") || input.has("TokenCode")) {
      throw denied(
          call,
          "sts:GetSessionToken",
          "MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA"
              + " serial number is valid and associated with this user.");
    }
    boolean root = caller.principal() instanceof Principal.Root;
    int seconds = input.number("DurationSeconds", 900, 129_600, root ? 3600 : 43_200);
    // The root user's last an hour at most, whatever is asked for.
    var duration = Duration.ofSeconds(root ? Math.min(seconds, HOUR.toSeconds()) : seconds);
    return switch (credentials.session(caller, duration)) {
      case Opening.Session(var key) -> new Answer.Result(result(key));
      case Opening.NotPermitted(var refusal) -> throw AwsProtocol.QUERY.accessDenied(refusal);
      case Opening.TooLong _, Opening.TagConflict _ ->
          throw new IllegalStateException("only roles have such limits");
      case Opening.Impossible(var because) -> throw tooMany(because);
    };
  }

  private List<AwsService.Permission> needed(Input input, AwsCall call) {
    return List.of(new AwsService.Permission("sts:GetAccessKeyInfo", "*"));
  }

  /// API_GetAccessKeyInfo: whose account a key is of. Only this account's keys are known.
  private Answer accessKeyInfo(Input input, AwsCall call) {
    String id = input.text("AccessKeyId", new Input.Shape(16, 128, "[\\w]*"));
    if (credentials.find(id).isEmpty()) {
      throw input.refuse("The access key ID " + id + " is not one of this account's");
    }
    return new Answer.Result(
        Json.STRICT.createObjectNode().put("Account", inventory.account().digits()));
  }

  static AwsError tooMany(String because) {
    return AwsError.of(400, "Throttling", "Rate exceeded", new Reason.TooMany(because));
  }

  static AwsError denied(AwsCall call, String action, String message) {
    return AwsError.of(
        403,
        "AccessDenied",
        message,
        new Reason.NotPermitted(call.caller().principal().name(), action, "*", message));
  }

  private static ObjectNode result(AccessKey key) {
    var result = Json.STRICT.createObjectNode();
    result.set("Credentials", credentials(key));
    return result;
  }

  static ObjectNode credentials(AccessKey key) {
    var session = requireNonNull(key.session(), "a session was opened");
    var credentials = Json.STRICT.createObjectNode();
    credentials.put("AccessKeyId", key.id());
    credentials.put("SecretAccessKey", key.secret().reveal());
    credentials.put("SessionToken", session.token().reveal());
    credentials.put("Expiration", session.expires().truncatedTo(ChronoUnit.SECONDS).toString());
    return credentials;
  }
}
