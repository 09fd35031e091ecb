package dev.gatehouse.cognito;

import dev.gatehouse.door.Door;
import dev.gatehouse.door.Gate;
import dev.gatehouse.door.Lock;
import dev.gatehouse.door.Passage;
import dev.gatehouse.door.Reason;
import dev.gatehouse.door.Verdict;
import dev.gatehouse.http.HttpRequest;
import dev.gatehouse.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What verifiers read of a pool: its keys and its discovery document, below the issuer's path.
public final class IssuerGate implements Gate {
  private final String logicalId;
  private final Map<String, String> documents = new LinkedHashMap<>();
  private final Supplier<UUID> ids;

  /// @param domainBaseUrl scheme, host and port of the pool's domain without a slash at the end;
  ///   null when the pool has no domain, whose endpoints the discovery document then leaves out
  /// @param ids gives request ids
  /// @throws IllegalArgumentException when the pool has faults
  public IssuerGate(
      UserPoolConfig pool, @Nullable String domainBaseUrl, SigningKeys keys, Supplier<UUID> ids) {
    pool.requireFaultless();
    this.logicalId = pool.logicalId();
    this.ids = ids;
    documents.put(
        "/" + pool.id() + ProviderMetadata.JWKS_PATH, ProviderMetadata.jwks(keys.publicKeys()));
    documents.put(
        "/" + pool.id() + ProviderMetadata.DISCOVERY_PATH,
        ProviderMetadata.discovery(pool.issuer(), domainBaseUrl));
  }

  @Override
  public List<Door> doors() {
    return documents.keySet().stream()
        .map(path -> new Door(Door.Kind.OAUTH, "GET", path, logicalId, new Lock.Open()))
        .toList();
  }

  @Override
  public Passage enter(HttpRequest request) {
    String path = request.rawPath();
    String document = documents.get(path);
    String asked = request.method() + " " + path;
    if (document == null) {
      return denied(404, asked, new Reason.NoSuchDoor(asked));
    }
    return switch (request.method()) {
      case "GET", "HEAD" ->
          passage(
              HttpResponse.json(200, document), "GET " + path, new Verdict.Allowed("anonymous"));
      default ->
          denied(405, asked, new Reason.BadRequest(path + " is for reading: GET or HEAD only"));
    };
  }

  private Passage denied(int status, String asked, Reason reason) {
    return passage(HttpResponse.of(status), asked, new Verdict.Denied(reason));
  }

  private Passage passage(HttpResponse response, String door, Verdict verdict) {
    String requestId = ids.get().toString();
    return new Passage(
        response.with("x-amzn-RequestId", requestId), requestId, door, verdict, List.of());
  }
}
