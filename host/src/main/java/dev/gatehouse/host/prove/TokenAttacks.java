package dev.gatehouse.host.prove;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.door.Lock;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What may be tried at a lock that asks for a JWT. Each token has one fault alone, and nothing
/// else that the lock could refuse it for: it is signed with the issuer's own key where that is
/// known.
final class TokenAttacks {
  private static final String GARBAGE = "garbage";

  private final Lock.Jwt lock;
  private final Shot knock;
  private final Carrier carrier;
  private final Keys keys;
  private final Instant now;
  private final List<Attack> attacks = new ArrayList<>();

  /// The control's, once it was asked for.
  private @Nullable String admitted;

  /// @param real the issuer's; null where it is not of this stack
  /// @param realId the one it signs ID tokens with
  /// @param foreign a thief's, under the id of the issuer's own
  /// @param others other issuers' keys of the same stack
  /// @param lure where the thief's key is served
  record Keys(
      @Nullable TokenKey real,
      @Nullable TokenKey realId,
      TokenKey foreign,
      Map<String, TokenKey> others,
      String lure) {}

  TokenAttacks(Lock.Jwt lock, Shot knock, Carrier carrier, Keys keys, Instant now) {
    this.lock = lock;
    this.knock = knock;
    this.carrier = carrier;
    this.keys = keys;
    this.now = now;
  }

  /// A request that the lock should let in; empty where nobody here can sign such a token.
  Optional<Shot> control() {
    TokenKey key = keys.real();
    if (key == null) {
      return Optional.empty();
    }
    String token = token(right(), key);
    admitted = token;
    return Optional.of(carrier.bearing(token, knock));
  }

  /// A request whose token is right but for the scope; empty where none is asked for.
  Optional<Shot> withoutScope() {
    TokenKey key = keys.real();
    return key == null || lock.scopes().isEmpty()
        ? Optional.empty()
        : Optional.of(carrier.bearing(token(without("scope"), key), knock));
  }

  /// Made when their turn has come: to sign takes a while.
  Stream<Attack> all() {
    var groups = new ArrayList<Runnable>();
    groups.addAll(List.of(this::credentials, this::shapes, this::forgeries, this::keyHints));
    TokenKey real = keys.real();
    if (real == null) {
      groups.add(() -> confusions(keys.foreign()));
    } else {
      groups.addAll(
          List.of(
              () -> signatures(real),
              () -> algorithms(real),
              () -> confusions(real),
              () -> times(real),
              () -> issuers(real),
              () -> audiences(real),
              () -> scopes(real),
              () -> places(token(right(), real))));
    }
    return groups.stream().flatMap(this::made);
  }

  private Stream<Attack> made(Runnable group) {
    attacks.clear();
    group.run();
    return List.copyOf(attacks).stream();
  }

  // What goes into tokens

  /// As Cognito's access tokens of clients are.
  private Map<String, Object> right() {
    String client = lock.audiences().getFirst();
    long second = now.getEpochSecond();
    var claims = new LinkedHashMap<String, Object>();
    claims.put("sub", client);
    claims.put("token_use", "access");
    claims.put("scope", String.join(" ", lock.scopes()));
    claims.put("auth_time", second);
    claims.put("iss", lock.issuer());
    claims.put("exp", second + 3600);
    claims.put("iat", second);
    claims.put("version", 2);
    claims.put("jti", UUID.randomUUID().toString());
    claims.put("client_id", client);
    return claims;
  }

  private Map<String, Object> with(String claim, @Nullable Object value) {
    Map<String, Object> claims = right();
    if (value == null) {
      claims.remove(claim);
    } else {
      claims.put(claim, value);
    }
    return claims;
  }

  private Map<String, Object> without(String claim) {
    return with(claim, null);
  }

  private Map<String, Object> changed(Consumer<Map<String, Object>> change) {
    Map<String, Object> claims = right();
    change.accept(claims);
    return claims;
  }

  private static String token(Map<String, Object> claims, TokenKey key) {
    return TokenForge.signed(TokenForge.header("RS256", key.id()), claims, key);
  }

  private void add(String name, Shot shot) {
    attacks.add(Attack.of(name, shot));
  }

  private void add(String name, String token) {
    add(name, carrier.bearing(token, knock));
  }

  // The attacks

  private void credentials() {
    add("no credential", knock);
    for (String value :
        List.of(
            "",
            "Bearer",
            "Bearer ",
            "Bearer null",
            "Bearer undefined",
            "Bearer " + GARBAGE,
            "Basic YWRtaW46YWRtaW4=",
            "Digest username=\"admin\"",
            "Negotiate YII=",
            "AWS4-HMAC-SHA256 Credential=x, SignedHeaders=host, Signature=x",
            GARBAGE,
            "{}",
            "' OR '1'='1",
            "*")) {
      add("credential `" + value + "`", carrier.carrying(value, knock));
    }
    add("two garbled credentials", carrier.adding("Bearer b", carrier.adding("Bearer a", knock)));
  }

  private void shapes() {
    String[] segments = token(right(), keys.foreign()).split("\\.");
    String head = segments[0];
    String claims = segments[1];
    String signature = segments[2];
    add("one segment", head);
    add("two segments", head + "." + claims);
    add("four segments", head + "." + claims + "." + signature + "." + signature);
    add("five segments, as if encrypted", head + "." + claims + "." + signature + ".a.b");
    add("empty segments", "..");
    add("without a header", "." + claims + "." + signature);
    add("without a payload", head + ".." + signature);
    add("header that is no JSON", TokenForge.encoded("x") + "." + claims + "." + signature);
    add("payload that is no JSON", head + "." + TokenForge.encoded("x") + "." + signature);
    add("payload that is a list", head + "." + TokenForge.encoded("[]") + "." + signature);
    add("segments that are no base64url", "*." + claims + "." + signature);
    add("8 KB and more", head + "." + claims + "a".repeat(9000) + "." + signature);
    add(
        "nested a thousand deep",
        head + "." + TokenForge.encoded("[".repeat(1000)) + "." + signature);
  }

  /// Signed by somebody else, or by nobody.
  private void forgeries() {
    Map<String, Object> claims = right();
    TokenKey foreign = keys.foreign();
    add("signed by a foreign key under the issuer's key id", token(claims, foreign));
    for (String keyId : List.of("", "unknown", "../../../../dev/null", "' OR '1'='1", "0")) {
      add(
          "signed by a foreign key under the key id `" + keyId + "`",
          TokenForge.signed(TokenForge.header("RS256", keyId), claims, foreign));
    }
    var nameless = TokenForge.header("RS256", foreign.id());
    nameless.remove("kid");
    add("signed by a foreign key without a key id", TokenForge.signed(nameless, claims, foreign));
    String signature = token(claims, foreign).split("\\.")[2];
    for (String none : List.of("none", "None", "NONE", "nOnE", "")) {
      String input =
          TokenForge.encoded(TokenForge.header(none, foreign.id()))
              + "."
              + TokenForge.encoded(claims);
      add("alg `" + none + "`, no signature", input + ".");
      add("alg `" + none + "`, some signature", input + "." + signature);
    }
    for (String algorithm : List.of("ES256", "EdDSA", "HS512", "RS1", "dir")) {
      String input =
          TokenForge.encoded(TokenForge.header(algorithm, foreign.id()))
              + "."
              + TokenForge.encoded(claims);
      add("alg " + algorithm + ", some signature", input + "." + signature);
    }
    String zeros = Base64.getUrlEncoder().withoutPadding().encodeToString(new byte[64]);
    add(
        "alg ES256, a signature of zeros",
        TokenForge.encoded(TokenForge.header("ES256", foreign.id()))
            + "."
            + TokenForge.encoded(claims)
            + "."
            + zeros);
    keys.others()
        .forEach((issuer, key) -> {
          add("token of another pool of this stack", token(with("iss", issuer), key));
          add("signed by another pool of this stack", token(claims, key));
        });
  }

  /// The header says where the thief's key is.
  private void keyHints() {
    TokenKey foreign = keys.foreign();
    Map<String, Object> hints = new LinkedHashMap<>();
    hints.put("jwk", TokenForge.jwk(foreign));
    hints.put("jku", keys.lure());
    hints.put("x5u", keys.lure());
    hints.put("x5c", List.of(Base64.getEncoder().encodeToString(foreign.open().getEncoded())));
    for (String keyId : List.of(foreign.id(), "thief")) {
      hints.forEach((member, value) -> {
        var header = TokenForge.header("RS256", keyId);
        header.put(member, value);
        add(
            "brings its own key as " + member + (keyId.equals("thief") ? ", with a key id" : ""),
            TokenForge.signed(header, right(), foreign));
      });
    }
    add("brings its own issuer", token(with("iss", keys.lure()), foreign));
  }

  private void signatures(TokenKey real) {
    String token = token(right(), real);
    String[] segments = token.split("\\.");
    String input = segments[0] + "." + segments[1];
    String signature = segments[2];
    add("signature stripped", input + ".");
    add("signature cut off with its dot", input);
    add("signature truncated", input + "." + signature.substring(0, signature.length() - 4));
    add("signature without its end", input + "." + signature.substring(0, 40));
    add("signature of zeros", input + "." + "A".repeat(signature.length()));
    char middle = signature.charAt(100) == 'A' ? 'B' : 'A';
    add(
        "signature with another letter",
        input + "." + signature.substring(0, 100) + middle + signature.substring(101));
    add("signature of another token", input + "." + token(right(), real).split("\\.")[2]);
    if (admitted != null) {
      String remembered = admitted.substring(0, admitted.lastIndexOf('.') + 1);
      add("signature of another token on one that was let in", remembered + signature);
    }
    var longer = changed(claims -> claims.put("exp", now.getEpochSecond() + 999_999_999L));
    add(
        "payload altered after signing",
        segments[0] + "." + TokenForge.encoded(longer) + "." + signature);
    var header = TokenForge.header("RS256", real.id());
    header.put("typ", "JWT");
    add(
        "header altered after signing",
        TokenForge.encoded(header) + "." + segments[1] + "." + signature);
    var lesser = without("scope");
    add(
        "scope added after signing",
        segments[0] + "." + segments[1] + "." + token(lesser, real).split("\\.")[2]);
  }

  private void algorithms(TokenKey real) {
    for (String algorithm : List.of("RS384", "RS512", "PS256")) {
      add(
          "signed by the issuer's key with " + algorithm + ", which is not the key's",
          TokenForge.signed(TokenForge.header(algorithm, real.id()), right(), real));
    }
    var critical = TokenForge.header("RS256", real.id());
    critical.put("crit", List.of("gatehouse-proof"));
    critical.put("gatehouse-proof", true);
    add("with a critical extension that nobody knows", TokenForge.signed(critical, right(), real));
    TokenKey other = keys.realId();
    if (other != null) {
      add(
          "signed by the issuer's other key under this one's id",
          TokenForge.signed(TokenForge.header("RS256", real.id()), right(), other));
    }
  }

  private void confusions(TokenKey issuers) {
    RSAPublicKey key = issuers.open();
    String keyId = issuers.id();
    String pem = TokenForge.pem(key);
    add("HS256 with the public key as PEM", TokenForge.mac(right(), keyId, pem.getBytes(UTF_8)));
    add(
        "HS256 with the public key as PEM, stripped",
        TokenForge.mac(right(), keyId, pem.strip().getBytes(UTF_8)));
    add("HS256 with the public key's bytes", TokenForge.mac(right(), keyId, key.getEncoded()));
    add(
        "HS256 with the public key's modulus",
        TokenForge.mac(right(), keyId, key.getModulus().toByteArray()));
    for (String secret : List.of("secret", "null", lock.audiences().getFirst())) {
      add("HS256 with `" + secret + "`", TokenForge.mac(right(), keyId, secret.getBytes(UTF_8)));
    }
  }

  private void times(TokenKey real) {
    long second = now.getEpochSecond();
    add("expired a minute ago", token(expired(second - 60), real));
    add("expired a year ago", token(expired(second - 31_536_000), real));
    add("expired in 1970", token(expired(1), real));
    add("expires never: no exp", token(without("exp"), real));
    add("exp of text", token(with("exp", String.valueOf(second + 3600)), real));
    add("exp in milliseconds", token(with("exp", (second + 3600) * 1000), real));
    add("exp below zero", token(with("exp", -1), real));
    add("exp beyond all calendars", token(with("exp", 1e300), real));
    add("exp that is a list", token(with("exp", List.of(second + 3600)), real));
    add("exp that is true", token(with("exp", true), real));
    add("good from an hour on (nbf)", token(with("nbf", second + 3600), real));
    add("nbf of text", token(with("nbf", String.valueOf(second - 60)), real));
    add("issued in an hour (iat)", token(with("iat", second + 3600), real));
    add("iat of text", token(with("iat", String.valueOf(second)), real));
  }

  private Map<String, Object> expired(long at) {
    return changed(claims -> {
      claims.put("iat", at - 3600);
      claims.put("auth_time", at - 3600);
      claims.put("exp", at);
    });
  }

  private void issuers(TokenKey real) {
    String issuer = lock.issuer();
    add("no issuer", token(without("iss"), real));
    for (String other :
        List.of(
            "",
            "https://evil.example",
            issuer + "/",
            issuer + "x",
            issuer.substring(0, issuer.length() - 1),
            issuer.replaceFirst("^http", "ftp"),
            issuer.toUpperCase(Locale.ROOT),
            "https://evil.example/?" + issuer,
            issuer + ".evil.example")) {
      add("issuer `" + other + "`", token(with("iss", other), real));
    }
    add("issuers in a list", token(with("iss", List.of(issuer)), real));
  }

  private void audiences(TokenKey real) {
    String client = lock.audiences().getFirst();
    add("no audience", token(without("client_id"), real));
    for (String other :
        List.of(
            "",
            "another-client",
            client + "x",
            client.substring(0, client.length() - 1),
            other(client),
            client + " " + client,
            "*")) {
      if (lock.audiences().contains(other)) {
        continue;
      }
      add("client_id `" + other + "`", token(with("client_id", other), real));
      add("aud `" + other + "`, client_id right", token(with("aud", other), real));
    }
    add("aud of others, client_id right", token(with("aud", List.of("a", "b")), real));
    add("aud of nobody, client_id right", token(with("aud", List.of()), real));
    add("aud that is an object, client_id right", token(with("aud", Map.of(client, true)), real));
    add("client_id that is a list", token(with("client_id", List.of(client)), real));
    add(
        "audience in azp alone",
        token(
            changed(claims -> {
              claims.remove("client_id");
              claims.put("azp", client);
              claims.put("clientId", client);
            }),
            real));
  }

  /// The same letters in another case.
  private static String other(String text) {
    String upper = text.toUpperCase(Locale.ROOT);
    return upper.equals(text) ? text.toLowerCase(Locale.ROOT) : upper;
  }

  private void scopes(TokenKey real) {
    if (lock.scopes().isEmpty()) {
      return;
    }
    String scope = lock.scopes().getFirst();
    addValid("no scope", token(without("scope"), real));
    var wrong =
        new ArrayList<>(
            List.of(
                "",
                "openid",
                scope + "x",
                "x" + scope,
                scope.substring(0, scope.length() - 1),
                other(scope),
                scope.replace("/", "."),
                scope + ",openid",
                "openid," + scope,
                scope + "/*",
                "*",
                "**"));
    int slash = scope.lastIndexOf('/');
    if (slash > 0) {
      wrong.add(scope.substring(0, slash));
      wrong.add(scope.substring(0, slash + 1) + "*");
      wrong.add(scope.substring(slash + 1));
    }
    wrong.removeAll(lock.scopes());
    for (String other : wrong) {
      addValid("scope `" + other + "`", token(with("scope", other), real));
      addValid(
          "scp `" + other + "`",
          token(
              changed(claims -> {
                claims.remove("scope");
                claims.put("scp", List.of(other));
              }),
              real));
    }
    for (String claim : List.of("scopes", "permissions", "roles", "cognito:groups")) {
      addValid(
          "scope in " + claim,
          token(
              changed(claims -> {
                claims.remove("scope");
                claims.put(claim, List.of(scope));
              }),
              real));
    }
    addValid("ID token", token(idToken(), keys.realId() != null ? keys.realId() : real));
  }

  private void addValid(String name, String token) {
    attacks.add(new Attack(name, carrier.bearing(token, knock), true));
  }

  /// As Cognito's are: an audience, and no scope.
  private Map<String, Object> idToken() {
    return changed(claims -> {
      claims.put("token_use", "id");
      claims.put("aud", claims.remove("client_id"));
      claims.remove("scope");
      claims.put("email", "proof@example.com");
      claims.put("email_verified", true);
    });
  }

  /// A right token where the lock does not look, or beside a wrong one.
  private void places(String right) {
    for (String name :
        List.of("X-Authorization", "Proxy-Authorization", "X-Access-Token", "Token")) {
      if (!carrier.header(name.toLowerCase(Locale.ROOT))) {
        addElsewhere("right token in " + name, knock.plus(name, "Bearer " + right));
      }
    }
    if (!carrier.header("authorization")) {
      addElsewhere("right token in Authorization", knock.plus("Authorization", "Bearer " + right));
    }
    if (!carrier.header("cookie")) {
      addElsewhere(
          "right token in a cookie",
          knock.plus("Cookie", "access_token=" + right + "; Authorization=Bearer " + right));
    }
    if (!carrier.query()) {
      for (String name : List.of("access_token", "token", "Authorization")) {
        addElsewhere("right token in the query as " + name, knock.plusQuery(name + "=" + right));
      }
    }
    if (!knock.method().equals("GET")) {
      addElsewhere(
          "right token in the body",
          knock
              .plus("Content-Type", "application/x-www-form-urlencoded")
              .withBody("access_token=" + right));
    }
    String forged = "Bearer " + token(right(), keys.foreign());
    String bearer = carrier.query() ? right : "Bearer " + right;
    addElsewhere(
        "forged token before a right one", carrier.adding(bearer, carrier.adding(forged, knock)));
    addElsewhere(
        "forged token after a right one", carrier.adding(forged, carrier.adding(bearer, knock)));
    addElsewhere("right token as Basic", carrier.carrying("Basic " + right, knock));
    addElsewhere("right token after a comma", carrier.carrying("Bearer a,Bearer " + right, knock));
  }

  private void addElsewhere(String name, Shot shot) {
    attacks.add(new Attack(name, shot, true));
  }
}
