package dev.gatehouse.apigateway;

import dev.gatehouse.door.Reason;
import dev.gatehouse.door.Step;
import java.util.List;
import java.util.Optional;

/// A route's lock at work.
sealed interface Guard {
  /// @param context of the request that has found its route
  Admission admit(ContextVariables context);

  /// Lets everyone in.
  record OpenGuard() implements Guard {
    @Override
    public Admission admit(ContextVariables context) {
      return new Admission.Admitted("anonymous", new AuthorizerContext.None(), List.of());
    }
  }

  /// Lets holders of a token in.
  ///
  /// @param scopes one of them must be in the token, unless there are none
  record JwtGuard(JwtAuthorizer authorizer, List<String> scopes) implements Guard {
    @Override
    public Admission admit(ContextVariables context) {
      return authorizer.admit(context, scopes);
    }
  }

  /// Lets signers in whom their policies allow it.
  record IamGuard(IamAuthorizer authorizer) implements Guard {
    @Override
    public Admission admit(ContextVariables context) {
      return authorizer.admit(context);
    }
  }

  /// Lets in whom a function lets in.
  record LambdaGuard(LambdaAuthorizer authorizer) implements Guard {
    @Override
    public Admission admit(ContextVariables context) {
      return authorizer.admit(context);
    }
  }

  /// What a guard says.
  sealed interface Admission {
    record Admitted(String principal, AuthorizerContext authorizer, List<Step> steps)
        implements Admission {}

    record Turned(Challenge challenge, Reason reason, List<Step> steps) implements Admission {}
  }

  /// How the guest is told.
  sealed interface Challenge {
    /// What an access log shows as `$context.authorizer.error`; empty without a credential.
    default Optional<String> error() {
      return switch (this) {
        case NoToken(), NoIdentity(), Forbidden() -> Optional.empty();
        case InvalidToken(_, var description) -> Optional.of("invalid_token: " + description);
        case InsufficientScope(_, var description) ->
            Optional.of("insufficient_scope: " + description);
        case AuthorizerFailed(var problem) -> Optional.of(problem);
      };
    }

    record NoToken() implements Challenge {}

    /// @param description from a fixed set, never the guest's words
    record InvalidToken(List<String> scopes, String description) implements Challenge {}

    record InsufficientScope(List<String> scopes, String description) implements Challenge {}

    /// An identity source of a Lambda authorizer is missing.
    record NoIdentity() implements Challenge {}

    /// Not signed, not permitted, or refused by a function: the guest is not told which.
    record Forbidden() implements Challenge {}

    /// The authorizer itself did not do its part.
    record AuthorizerFailed(String problem) implements Challenge {}
  }
}
