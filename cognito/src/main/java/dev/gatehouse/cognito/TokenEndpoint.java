package dev.gatehouse.cognito;

import static dev.gatehouse.cognito.OAuthError.UNSUPPORTED_GRANT_TYPE;

import dev.gatehouse.door.Passage;
import dev.gatehouse.door.Reason.BadRequest;
import dev.gatehouse.door.Reason.OAuthRefused;
import dev.gatehouse.door.Step;
import dev.gatehouse.door.Verdict;
import dev.gatehouse.http.HttpRequest;
import dev.gatehouse.http.HttpResponse;
import java.util.List;

/// `POST /oauth2/token` (RFC 6749 §3.2).
final class TokenEndpoint {
  static final String PATH = "/oauth2/token";
  static final String DOOR = "POST " + PATH;

  private static final String FORM = "application/x-www-form-urlencoded";

  private final ClientAuthentication authentication;
  private final List<Grant> grants;
  private final OAuthResponses responses;

  TokenEndpoint(UserPoolConfig pool, TokenIssuer issuer, OAuthResponses responses) {
    this.authentication = new ClientAuthentication(pool);
    this.grants =
        List.of(
            new ClientCredentialsGrant(issuer),
            new AuthorizationCodeGrant(),
            new RefreshTokenGrant());
    this.responses = responses;
  }

  Passage answer(HttpRequest request, String requestId) {
    if (!request.method().equals("POST")) {
      return notAllowed(requestId, "the token endpoint answers POST only");
    }
    if (!isForm(request.headers().all("Content-Type"))) {
      return notAllowed(requestId, "the token endpoint takes Content-Type " + FORM + " only");
    }
    long startedAt = System.nanoTime();
    try {
      return redeem(request, requestId, startedAt);
    } catch (OAuthException refused) {
      return passage(
          responses.refused(requestId, refused.error()),
          requestId,
          new Verdict.Denied(new OAuthRefused(refused.error().code(), refused.problem())),
          Step.since(startedAt, "token endpoint", "refused: " + refused.error().code()));
    }
  }

  private Passage redeem(HttpRequest request, String requestId, long startedAt) {
    Form form = Form.parse(request.body());
    Grant grant = grant(form.required("grant_type"));
    AppClient client = authentication.authenticate(request.headers(), form);
    AccessToken token = grant.redeem(client, form);
    return passage(
        responses.token(requestId, token),
        requestId,
        new Verdict.Allowed(client.id()),
        Step.since(startedAt, "token endpoint", grant.type() + ": token for " + token.scopes()));
  }

  private Grant grant(String type) {
    return grants.stream()
        .filter(grant -> grant.type().equals(type))
        .findFirst()
        .orElseThrow(() ->
            new OAuthException(
                UNSUPPORTED_GRANT_TYPE,
                "grant_type "
                    + shown(type)
                    + " does not exist here, "
                    + grants.stream().map(Grant::type).toList()
                    + " do"));
  }

  /// A secret in the wrong place has digits; of grant types only those that are URNs have any.
  private static String shown(String type) {
    return type.startsWith("urn:") || type.chars().noneMatch(Character::isDigit)
        ? Quoted.text(type)
        : "(" + type.length() + " characters, not shown)";
  }

  private Passage notAllowed(String requestId, String problem) {
    return passage(
        responses.empty(405, requestId), requestId, new Verdict.Denied(new BadRequest(problem)));
  }

  private static Passage passage(
      HttpResponse response, String requestId, Verdict verdict, Step... steps) {
    return new Passage(response, requestId, DOOR, verdict, List.of(steps));
  }

  private static boolean isForm(List<String> contentTypes) {
    return contentTypes.size() == 1
        && contentTypes.getFirst().split(";", 2)[0].strip().equalsIgnoreCase(FORM);
  }
}
