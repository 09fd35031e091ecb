package dev.gatehouse.cognito;

import dev.gatehouse.door.Door;
import dev.gatehouse.door.Gate;
import dev.gatehouse.door.Lock;
import dev.gatehouse.door.Passage;
import dev.gatehouse.door.Reason;
import dev.gatehouse.door.Verdict;
import dev.gatehouse.http.HttpRequest;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/// The OAuth endpoints on a pool's domain.
public final class UserPoolDomainGate implements Gate {
  private static final Set<String> NOT_BUILT =
      Set.of(
          "/oauth2/authorize",
          "/oauth2/revoke",
          "/oauth2/userInfo",
          "/oauth2/idpresponse",
          "/login",
          "/logout",
          "/signup",
          "/forgotPassword",
          "/confirmUser",
          "/saml2/idpresponse",
          "/saml2/logout",
          "/error");

  private final List<Door> doors;
  private final TokenEndpoint tokenEndpoint;
  private final OAuthResponses responses;
  private final Supplier<UUID> ids;

  /// @param ids gives request ids, token ids and cookies; unpredictable outside tests
  /// @throws IllegalArgumentException when the pool has faults
  public UserPoolDomainGate(
      UserPoolConfig pool, Domain domain, SigningKeys keys, Clock clock, Supplier<UUID> ids) {
    pool.requireFaultless();
    this.doors =
        List.of(
            new Door(
                Door.Kind.OAUTH,
                "POST",
                TokenEndpoint.PATH,
                domain.logicalId(),
                new Lock.ClientSecret(pool.id())));
    this.responses = new OAuthResponses(ids);
    this.tokenEndpoint =
        new TokenEndpoint(pool, new TokenIssuer(pool.issuer(), keys, clock, ids), responses);
    this.ids = ids;
  }

  @Override
  public List<Door> doors() {
    return doors;
  }

  @Override
  public Passage enter(HttpRequest request) {
    String requestId = ids.get().toString();
    String path = request.rawPath();
    if (path.equals(TokenEndpoint.PATH)) {
      return tokenEndpoint.answer(request, requestId);
    }
    String asked = request.method() + " " + path;
    return NOT_BUILT.contains(path)
        ? denied(
            501,
            requestId,
            asked,
            new Reason.BadRequest("Cognito has " + path + ", Gatehouse does not build it yet"))
        : denied(404, requestId, asked, new Reason.NoSuchDoor(asked));
  }

  private Passage denied(int status, String requestId, String asked, Reason reason) {
    return new Passage(
        responses.empty(status, requestId),
        requestId,
        asked,
        new Verdict.Denied(reason),
        List.of());
  }
}
