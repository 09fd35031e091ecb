package dev.gatehouse.apigateway;

import dev.gatehouse.door.Reason;
import dev.gatehouse.door.Step;
import dev.gatehouse.http.HttpRequest;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// A route's lock at work.
sealed interface Guard {
  Admission admit(HttpRequest request);

  /// Lets everyone in.
  record OpenGuard() implements Guard {
    @Override
    public Admission admit(HttpRequest request) {
      return new Admission.Admitted("anonymous", Optional.empty(), List.of());
    }
  }

  /// Lets holders of a token in.
  ///
  /// @param scopes one of them must be in the token, unless there are none
  record JwtGuard(JwtAuthorizer authorizer, List<String> scopes) implements Guard {
    @Override
    public Admission admit(HttpRequest request) {
      return authorizer.admit(request, scopes);
    }
  }

  /// What a guard says.
  sealed interface Admission {
    record Admitted(String principal, Optional<TokenContext> token, List<Step> steps)
        implements Admission {}

    record Turned(Challenge challenge, Reason reason, List<Step> steps) implements Admission {}
  }

  /// What the event shows of the token.
  ///
  /// @param scopes all that the token has; empty when the route asks for none
  record TokenContext(ObjectNode claims, Optional<List<String>> scopes) {}

  /// How the guest is told.
  sealed interface Challenge {
    /// What an access log shows as `$context.authorizer.error`; empty without a token.
    default Optional<String> error() {
      return switch (this) {
        case NoToken() -> Optional.empty();
        case InvalidToken(_, var description) -> Optional.of("invalid_token: " + description);
        case InsufficientScope(_, var description) ->
            Optional.of("insufficient_scope: " + description);
      };
    }

    record NoToken() implements Challenge {}

    /// @param description from a fixed set, never the guest's words
    record InvalidToken(List<String> scopes, String description) implements Challenge {}

    record InsufficientScope(List<String> scopes, String description) implements Challenge {}
  }
}
