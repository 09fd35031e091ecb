package dev.gatehouse.apigateway;

import dev.gatehouse.apigateway.Guard.Admission;
import dev.gatehouse.apigateway.Guard.Challenge;
import dev.gatehouse.aws.AccessCheck;
import dev.gatehouse.aws.AccessCheck.Decision;
import dev.gatehouse.aws.AccessKey;
import dev.gatehouse.aws.AccessRequest;
import dev.gatehouse.aws.RequestKeys;
import dev.gatehouse.aws.SigV4Result;
import dev.gatehouse.aws.SigV4Verifier;
import dev.gatehouse.door.Reason;
import dev.gatehouse.door.Step;
import java.util.List;
import java.util.Map;

/// Lets in who signed the request and may invoke the route (http-api-access-control-iam.html).
final class IamAuthorizer {
  static final String SERVICE = "execute-api";
  static final String INVOKE = "execute-api:Invoke";

  private final SigV4Verifier verifier;
  private final AccessCheck policies;

  IamAuthorizer(SigV4Verifier verifier, AccessCheck policies) {
    this.verifier = verifier;
    this.policies = policies;
  }

  Admission admit(ContextVariables context) {
    long started = System.nanoTime();
    return switch (verifier.verify(context.request())) {
      case SigV4Result.Rejected rejected ->
          turned(rejected.reason(), List.of(Step.since(started, "signature", "rejected")));
      case SigV4Result.Verified(var key, _) ->
          permitted(key, context, Step.since(started, "signature", "verified, key " + key.id()));
    };
  }

  /// However the path is read, the signer may invoke it: a policy that denies `/admin/*` also
  /// denies `//admin/x`, which a forgiving function takes for the same.
  private Admission permitted(AccessKey key, ContextVariables context, Step signature) {
    long started = System.nanoTime();
    Map<String, List<String>> keys = RequestKeys.of(context.request(), key);
    for (String resource : context.invokedResources()) {
      var asked = new AccessRequest(key.principal(), INVOKE, resource, keys);
      if (policies.check(asked) instanceof Decision.Refused(var reason, _)) {
        return turned(
            reason, List.of(signature, Step.since(started, "policies", "refused " + INVOKE)));
      }
    }
    return new Admission.Admitted(
        key.principal().name(),
        new AuthorizerContext.Iam(key),
        List.of(signature, Step.since(started, "policies", "granted " + INVOKE)));
  }

  private static Admission turned(Reason reason, List<Step> steps) {
    return new Admission.Turned(new Challenge.Forbidden(), reason, steps);
  }
}
