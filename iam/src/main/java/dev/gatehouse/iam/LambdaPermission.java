package dev.gatehouse.iam;

import static java.util.Objects.requireNonNull;

import dev.gatehouse.aws.Json;
import dev.gatehouse.iam.PolicyDocument.Kind;
import dev.gatehouse.iam.PolicyDocument.Reading;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// One grant in a function's resource-based policy, as AddPermission and AWS::Lambda::Permission
/// take it (API_AddPermission).
///
/// @param sid the statement's id; in a stack, the permission's physical id
/// @param action `lambda:InvokeFunction` say
/// @param principal a service, an account id, the ARN of a user or role, or `*`
public record LambdaPermission(String sid, String action, String principal, Limits limits) {
  /// What narrows a grant; null where it does not.
  ///
  /// @param functionUrlAuthType `NONE` or `AWS_IAM`, for `lambda:InvokeFunctionUrl` only
  /// @param invokedViaFunctionUrl for `lambda:InvokeFunction` only
  public record Limits(
      @Nullable String sourceArn,
      @Nullable String sourceAccount,
      @Nullable String principalOrgId,
      @Nullable String functionUrlAuthType,
      @Nullable Boolean invokedViaFunctionUrl) {
    public static final Limits NONE = new Limits(null, null, null, null, null);

    public static Limits sourceArn(String arn) {
      return new Limits(arn, null, null, null, null);
    }

    public static Limits functionUrlAuthType(String authType) {
      return new Limits(null, null, null, authType, null);
    }

    public static Limits viaFunctionUrl() {
      return new Limits(null, null, null, null, true);
    }
  }

  public LambdaPermission {
    requireNonNull(sid, "sid");
    requireNonNull(action, "action");
    requireNonNull(principal, "principal");
    requireNonNull(limits, "limits");
  }

  /// The statement that AddPermission answers with.
  ///
  /// @param resource the function's ARN, with the alias or version that the grant is for
  public ObjectNode statement(String resource) {
    var statement = Json.STRICT.createObjectNode();
    statement.put("Sid", sid);
    statement.put("Effect", "Allow");
    if (principal.equals("*")) {
      statement.put("Principal", "*");
    } else if (principal.matches("[0-9]{12}")) {
      statement.putObject("Principal").put("AWS", "arn:aws:iam::" + principal + ":root");
    } else if (principal.startsWith("arn:")) {
      statement.putObject("Principal").put("AWS", principal);
    } else {
      statement.putObject("Principal").put("Service", principal);
    }
    statement.put("Action", action);
    statement.put("Resource", resource);
    var condition = condition();
    if (!condition.isEmpty()) {
      statement.set("Condition", condition);
    }
    return statement;
  }

  /// The whole policy of one function as GetPolicy shows it.
  public static ObjectNode policy(String resource, List<LambdaPermission> permissions) {
    var policy = Json.STRICT.createObjectNode();
    policy.put("Version", "2012-10-17");
    policy.put("Id", "default");
    var statements = policy.putArray("Statement");
    permissions.forEach(permission -> statements.add(permission.statement(resource)));
    return policy;
  }

  /// The same, read and checked for use by [Policies].
  public static Reading read(String resource, List<LambdaPermission> permissions) {
    var faults = new ArrayList<PolicyFault>();
    permissions.forEach(permission -> permission.misused(faults));
    var reading = PolicyDocument.parse(policy(resource, permissions), Kind.RESOURCE);
    if (reading instanceof Reading.Faulty(var more)) {
      faults.addAll(more);
    }
    return faults.isEmpty() ? reading : new Reading.Faulty(faults);
  }

  private ObjectNode condition() {
    var condition = Json.STRICT.createObjectNode();
    var equal = Json.STRICT.createObjectNode();
    put(equal, "AWS:SourceAccount", limits.sourceAccount());
    put(equal, "aws:PrincipalOrgID", limits.principalOrgId());
    put(equal, "lambda:FunctionUrlAuthType", limits.functionUrlAuthType());
    if (!equal.isEmpty()) {
      condition.set("StringEquals", equal);
    }
    if (limits.sourceArn() != null) {
      condition.putObject("ArnLike").put("AWS:SourceArn", limits.sourceArn());
    }
    if (limits.invokedViaFunctionUrl() != null) {
      condition
          .putObject("Bool")
          .put("lambda:InvokedViaFunctionUrl", limits.invokedViaFunctionUrl().toString());
    }
    return condition;
  }

  private void misused(List<PolicyFault> faults) {
    String authType = limits.functionUrlAuthType();
    if (authType != null && !action.equals("lambda:InvokeFunctionUrl")) {
      faults.add(
          new PolicyFault(sid, "FunctionUrlAuthType goes with lambda:InvokeFunctionUrl only"));
    }
    if (authType != null && !authType.equals("NONE") && !authType.equals("AWS_IAM")) {
      faults.add(new PolicyFault(sid, "FunctionUrlAuthType is NONE or AWS_IAM, not " + authType));
    }
    if (limits.invokedViaFunctionUrl() != null && !action.equals("lambda:InvokeFunction")) {
      faults.add(
          new PolicyFault(sid, "InvokedViaFunctionUrl goes with lambda:InvokeFunction only"));
    }
  }

  private static void put(ObjectNode node, String key, @Nullable String value) {
    if (value != null) {
      node.put(key, value);
    }
  }
}
