package dev.gatehouse.cognito;

import static dev.gatehouse.cognito.OAuthError.CLIENT_SECRET_ABSENT;
import static dev.gatehouse.cognito.OAuthError.INVALID_CLIENT;
import static dev.gatehouse.cognito.OAuthError.INVALID_REQUEST;

import dev.gatehouse.aws.Secret;
import dev.gatehouse.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Who asks: client_secret_basic, client_secret_post, or a public client by its id alone. A client
/// that proves itself twice has to be right twice.
final class ClientAuthentication {
  private static final String BASIC = "basic ";
  private static final Pattern GENERATED_ID = Pattern.compile("[a-z0-9]{26}");
  private static final Secret NOBODYS = new Secret("0".repeat(52));
  private static final int CLIENTS_LISTED = 5;

  private final String poolId;
  private final Map<String, AppClient> clients = new LinkedHashMap<>();

  ClientAuthentication(UserPoolConfig pool) {
    this.poolId = pool.id();
    pool.clients().forEach(client -> clients.put(client.id(), client));
  }

  /// @throws OAuthException `invalid_request` when nobody is named, `invalid_client` when it is not
  ///   who it says
  AppClient authenticate(HttpHeaders headers, Form form) {
    Optional<Basic> basic = basic(headers);
    Optional<String> formId = form.value("client_id");
    String id =
        basic.map(Basic::id).or(() -> formId).orElseThrow(ClientAuthentication::nobodyNamed);
    if (formId.isPresent() && !formId.get().equals(id)) {
      throw new OAuthException(
          INVALID_CLIENT, "the Authorization header and client_id name different clients");
    }
    var secrets = new ArrayList<String>();
    basic.map(Basic::secret).filter(secret -> !secret.isEmpty()).ifPresent(secrets::add);
    form.value("client_secret").ifPresent(secrets::add);
    return verify(id, secrets);
  }

  private AppClient verify(String id, List<String> secrets) {
    AppClient client = clients.get(id);
    // An unknown or public client is compared too: the answer takes as long as for a wrong secret.
    boolean right = allMatch(secretOf(client), secrets);
    if (client == null) {
      throw new OAuthException(INVALID_CLIENT, unknown(id));
    }
    return switch (client.type()) {
      case ClientType.Public() when secrets.isEmpty() -> client;
      case ClientType.Public() ->
          throw new OAuthException(
              INVALID_CLIENT, "client " + client.label() + " has no secret, but one was sent");
      case ClientType.Confidential(_) when secrets.isEmpty() ->
          throw new OAuthException(
              CLIENT_SECRET_ABSENT,
              "client " + client.label() + " has a secret, but none was sent");
      case ClientType.Confidential(_) when right -> client;
      case ClientType.Confidential(_) ->
          throw new OAuthException(
              INVALID_CLIENT, "client " + client.label() + " exists but the secret is wrong");
    };
  }

  private static Secret secretOf(@Nullable AppClient client) {
    return client != null && client.type() instanceof ClientType.Confidential(var secret)
        ? secret
        : NOBODYS;
  }

  private static boolean allMatch(Secret secret, List<String> candidates) {
    boolean all = true;
    for (String candidate : candidates) {
      all &= secret.matches(candidate);
    }
    return all;
  }

  // What was sent as an id may be a secret in the wrong place, so it is shown only when it has the
  // shape of an id.
  private String unknown(String id) {
    String shown =
        GENERATED_ID.matcher(id).matches()
            ? "client id " + id
            : "what was sent as client id (" + id.length() + " characters, not shown)";
    return shown + " is not known to user pool " + poolId + ", whose clients are " + knownClients();
  }

  private String knownClients() {
    String listed =
        clients.values().stream()
            .limit(CLIENTS_LISTED)
            .map(client -> client.name() + " (" + client.id() + ")")
            .collect(Collectors.joining(", ", "[", ""));
    return listed + (clients.size() > CLIENTS_LISTED ? ", …]" : "]");
  }

  private static Optional<Basic> basic(HttpHeaders headers) {
    List<String> values = headers.all("Authorization");
    if (values.size() > 1) {
      throw new OAuthException(INVALID_REQUEST, "more than one Authorization header");
    }
    return values.stream().findFirst().map(Basic::parse);
  }

  private static OAuthException nobodyNamed() {
    return new OAuthException(
        INVALID_REQUEST, "neither an Authorization header nor client_id names a client");
  }

  /// RFC 6749 §2.3.1 form-encodes id and secret before base64, Cognito's own documentation does
  /// not. Both are read: ids and secrets consist of letters, digits, `_` and `+`, so `%XX` can only
  /// be an encoding and a plus can only be itself.
  private record Basic(String id, String secret) {
    static Basic parse(String header) {
      if (!header.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
        throw new OAuthException(
            INVALID_CLIENT, "the Authorization header is not of the Basic scheme");
      }
      return credentials(header.substring(BASIC.length()).strip())
          .orElseThrow(() ->
              new OAuthException(
                  INVALID_CLIENT,
                  "the Authorization header is not Basic base64(client_id:client_secret)"));
    }

    private static Optional<Basic> credentials(String base64) {
      return bytes(base64)
          .flatMap(PercentEncoding::utf8)
          .filter(pair -> pair.indexOf(':') > 0)
          .flatMap(pair ->
              decoded(pair.substring(0, pair.indexOf(':')))
                  .flatMap(id ->
                      decoded(pair.substring(pair.indexOf(':') + 1))
                          .map(secret -> new Basic(id, secret))));
    }

    private static Optional<byte[]> bytes(String base64) {
      try {
        return Optional.of(Base64.getDecoder().decode(base64));
      } catch (IllegalArgumentException malformed) {
        return Optional.empty();
      }
    }

    private static Optional<String> decoded(String text) {
      return PercentEncoding.decode(text.getBytes(StandardCharsets.UTF_8));
    }
  }
}
