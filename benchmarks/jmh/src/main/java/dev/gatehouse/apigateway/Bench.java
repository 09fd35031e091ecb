package dev.gatehouse.apigateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.aws.AccessCheck;
import dev.gatehouse.aws.AccountId;
import dev.gatehouse.aws.Region;
import dev.gatehouse.door.Reason;
import dev.gatehouse.http.Body;
import dev.gatehouse.http.HttpHeaders;
import dev.gatehouse.http.HttpRequest;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// What the measured classes are made of: an API with locked routes, an issuer, its tokens.
final class Bench {
  static final ApiIdentity API =
      ApiIdentity.of(
          "abcde12345", "PlayerFCHttpApi", new AccountId("123456789012"), new Region("eu-west-1"));
  static final String SCOPE = "players/read";

  private static final Instant NOW = Instant.parse("2026-07-10T19:19:05.250Z");
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
  private static final String ISSUER = "https://issuer.example/pool";
  private static final String CLIENT = "1example23456789";
  private static final String KEY_ID = "key-1";
  private static final KeyPair KEYS = keys();

  private static final StageConfig STAGE =
      new StageConfig("DefaultStage", StageConfig.DEFAULT, Map.of());

  private static final JwtAuthorizerConfig LOCK =
      new JwtAuthorizerConfig(
          "Authorizer",
          "tokens",
          List.of("$request.header.Authorization"),
          ISSUER,
          List.of(CLIENT));

  private Bench() {}

  static JwtAuthorizer authorizer() {
    var key =
        new VerificationKey(
            KEY_ID, (RSAPublicKey) KEYS.getPublic(), VerificationKey.RSA_ALGORITHMS);
    var found = new KeyLookup.Found(List.of(key));
    return new JwtAuthorizer(
        LOCK,
        IdentitySource.parse(LOCK.identitySources().getFirst()).orElseThrow(),
        keyId -> keyId.equals(KEY_ID) ? found : new KeyLookup.Unknown(),
        CLOCK);
  }

  /// @param number makes each one another
  static String token(int number) {
    String header = "{\"kid\":\"" + KEY_ID + "\",\"alg\":\"RS256\"}";
    String claims =
        """
        {"sub":"%2$s","token_use":"access","scope":"%3$s","auth_time":%4$d,"iss":"%1$s",\
        "exp":%5$d,"iat":%4$d,"version":2,"jti":"%6$036d","client_id":"%2$s"}\
        """
            .formatted(
                ISSUER,
                CLIENT,
                SCOPE,
                NOW.getEpochSecond() - 60,
                NOW.getEpochSecond() + 3540,
                number);
    String input = encoded(header.getBytes(UTF_8)) + "." + encoded(claims.getBytes(UTF_8));
    try {
      var signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(KEYS.getPrivate());
      signature.update(input.getBytes(UTF_8));
      return input + "." + encoded(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The routes of PlayerFC, and as many more as asked for.
  static RouteTable routes(int count) {
    var keys = new ArrayList<String>();
    keys.add("GET /players");
    keys.add("POST /players");
    keys.add("GET /players/{player_id}");
    keys.add("PATCH /players/{player_id}");
    keys.add("DELETE /players/{player_id}");
    for (int i = keys.size(); i < count; i++) {
      keys.add("GET /teams/" + i + "/players/{player_id}");
    }
    var builder = new RouteBuilder(API, List.of(STAGE), ports(), CLOCK);
    return new RouteTable(
        List.of(STAGE), keys.stream().map(key -> builder.route(locked(key))).toList());
  }

  static ContextVariables context(HttpRequest request, AuthorizerContext authorizer) {
    if (routes(5).select(request.method(), request.rawPath(), Entrance.own(API))
        instanceof Selection.Selected selected) {
      return new ContextVariables(
          API, Arrival.now(CLOCK, RandomGenerator.getDefault()), request, selected, authorizer);
    }
    throw new IllegalArgumentException("no route for " + request.target());
  }

  static HttpRequest request(String method, String target, String token, Body body) {
    var headers =
        HttpHeaders.of(
            "Host",
            "127.0.0.1:4569",
            "User-Agent",
            "curl/8.5.0",
            "Accept",
            "*/*",
            "Authorization",
            "Bearer " + token);
    return new HttpRequest(
        method,
        target,
        "HTTP/1.1",
        body.isEmpty() ? headers : headers.plus("Content-Type", "application/json"),
        body,
        "127.0.0.1",
        4569);
  }

  private static RouteConfig locked(String key) {
    return new RouteConfig(
        "Route",
        key,
        new RouteAuthorization.Jwt(LOCK, List.of(SCOPE)),
        new IntegrationConfig.LambdaProxy(
            "Integration",
            "arn:aws:lambda:eu-west-1:123456789012:function:f",
            "2.0",
            Duration.ofSeconds(30),
            ParameterMapping.NONE,
            null));
  }

  /// Nothing is called behind the classes that are measured.
  private static ApiPorts ports() {
    Integration function = _ -> new IntegrationResult.FunctionError("not there to be called");
    return new ApiPorts(
        _ -> function,
        _ -> function,
        _ -> _ -> new KeyLookup.Unknown(),
        _ -> _ -> {},
        _ -> Optional.empty(),
        asked ->
            new AccessCheck.Decision.Refused(
                new Reason.NotPermitted(
                    asked.principal().name(), asked.action(), asked.resource(), "no grant"),
                "not there to be asked"),
        _ -> {
          throw new IllegalStateException("not there to be read");
        });
  }

  private static String encoded(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static KeyPair keys() {
    try {
      var generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
