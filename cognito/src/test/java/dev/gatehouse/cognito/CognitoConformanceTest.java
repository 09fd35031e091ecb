package dev.gatehouse.cognito;

import static dev.gatehouse.cognito.TestUserPools.AUDIT;
import static dev.gatehouse.cognito.TestUserPools.M2M_ID;
import static dev.gatehouse.cognito.TestUserPools.M2M_SECRET;
import static dev.gatehouse.cognito.TestUserPools.POOL_ID;
import static dev.gatehouse.cognito.TestUserPools.READ_WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJWSException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import com.nimbusds.oauth2.sdk.ClientCredentialsGrant;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import dev.gatehouse.fidelity.Shows;
import dev.gatehouse.http.HttpRequest;
import dev.gatehouse.http.HttpResponse;
import dev.gatehouse.http.HttpServer;
import dev.gatehouse.http.HttpServerConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Nimbus as OAuth client and as verifier, and a bare socket for the bytes.
final class CognitoConformanceTest {
  private final AtomicReference<Function<HttpRequest, HttpResponse>> gates =
      new AtomicReference<>();
  private HttpServer server;
  private String base;

  @BeforeEach
  void start() {
    server = HttpServer.start(HttpServerConfig.loopback(0), in -> gates.get().apply(in));
    base = "http://127.0.0.1:" + server.port();
    var pool = TestUserPools.pool(base + "/" + POOL_ID);
    var domain =
        new UserPoolDomainGate(
            pool, TestUserPools.domain(), TestUserPools.KEYS, Clock.systemUTC(), UUID::randomUUID);
    var issuer = new IssuerGate(pool, base, TestUserPools.KEYS, UUID::randomUUID);
    gates.set(
        in -> (in.rawPath().startsWith("/" + POOL_ID) ? issuer : domain).enter(in).response());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  @Shows("cognito.token-request.basic")
  void tokenByBasicVerifiesAgainstThePublishedKeys() throws Exception {
    JWTClaimsSet claims = verify(token(new ClientSecretBasic(id(), secret(M2M_SECRET))));
    assertThat(claims.getStringClaim("scope")).isEqualTo(READ_WRITE + " " + AUDIT);
    assertThat(claims.getSubject()).isEqualTo(M2M_ID);
  }

  @Test
  @Shows("cognito.token-request.post")
  void tokenByPostVerifiesAgainstThePublishedKeys() throws Exception {
    JWTClaimsSet claims =
        verify(token(new ClientSecretPost(id(), secret(M2M_SECRET)), AUDIT, READ_WRITE));
    assertThat(claims.getStringClaim("scope")).isEqualTo(AUDIT + " " + READ_WRITE);
    assertThat(claims.getStringClaim("client_id")).isEqualTo(M2M_ID);
  }

  @Test
  void alteredTokenDoesNotVerify() throws Exception {
    String token = token(new ClientSecretBasic(id(), secret(M2M_SECRET)));
    int middle = token.lastIndexOf('.') + 100;
    char other = token.charAt(middle) == 'A' ? 'B' : 'A';
    String altered = token.substring(0, middle) + other + token.substring(middle + 1);
    assertThatThrownBy(() -> verify(altered)).isInstanceOf(BadJWSException.class);
  }

  @Test
  @Shows("cognito.token-errors.all-400")
  @Shows("cognito.token-errors.invalid-client")
  void wrongSecretIsInvalidClient() throws Exception {
    var response = request(new ClientSecretBasic(id(), secret("wrong")));
    assertThat(response.toErrorResponse().getErrorObject().getCode()).isEqualTo("invalid_client");
    assertThat(response.toErrorResponse().getErrorObject().getHTTPStatusCode()).isEqualTo(400);
  }

  @Test
  @Shows("cognito.token-errors.invalid-scope")
  void scopeOfAnotherClientIsInvalidScope() throws Exception {
    var response = request(new ClientSecretPost(id(), secret(M2M_SECRET)), TestUserPools.OTHER);
    assertThat(response.toErrorResponse().getErrorObject().getCode()).isEqualTo("invalid_scope");
  }

  @Test
  @Shows("cognito.hosts.discovery")
  void discoveryIsResolvedFromTheIssuer() throws Exception {
    var metadata = OIDCProviderMetadata.resolve(new Issuer(base + "/" + POOL_ID));
    assertThat(metadata.getTokenEndpointURI()).isEqualTo(URI.create(base + "/oauth2/token"));
    assertThat(metadata.getJWKSetURI())
        .isEqualTo(URI.create(base + "/" + POOL_ID + "/.well-known/jwks.json"));
  }

  @Test
  @Shows("cognito.token-errors.bare-405")
  void wrongMethodIsABare405() throws IOException {
    String answer = exchange("GET /oauth2/token HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    assertThat(answer)
        .startsWith("HTTP/1.1 405 ")
        .containsIgnoringCase("\r\nContent-Length: 0\r\n")
        .containsOnlyOnce("\r\nServer: Server\r\n")
        .endsWith("\r\n\r\n");
  }

  @Test
  void errorBodyIsTheLastThingOnTheWire() throws IOException {
    String form = "grant_type=client_credentials&client_id=" + M2M_ID;
    String answer =
        exchange(
            "POST /oauth2/token HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: "
                + form.length()
                + "\r\n\r\n"
                + form);
    assertThat(answer)
        .startsWith("HTTP/1.1 400 Bad Request\r\n")
        .contains("\r\nContent-Type: application/json;charset=UTF-8\r\n")
        .contains("\r\nStrict-Transport-Security: max-age=31536000 ; includeSubDomains\r\n")
        .doesNotContainIgnoringCase("www-authenticate")
        .endsWith(
            "\r\n\r\n{\"error\":\"invalid_client\","
                + "\"error_description\":\"invalid_client_secret\"}");
  }

  private String token(ClientAuthentication authentication, String... scopes)
      throws IOException, ParseException {
    return request(authentication, scopes)
        .toSuccessResponse()
        .getTokens()
        .getAccessToken()
        .getValue();
  }

  private TokenResponse request(ClientAuthentication authentication, String... scopes)
      throws IOException, ParseException {
    var request =
        new TokenRequest.Builder(
                URI.create(base + "/oauth2/token"), authentication, new ClientCredentialsGrant())
            .scope(scopes.length == 0 ? null : new Scope(scopes))
            .build();
    return TokenResponse.parse(request.toHTTPRequest().send());
  }

  private JWTClaimsSet verify(String token) throws Exception {
    String issuer = base + "/" + POOL_ID;
    var keys =
        JWKSourceBuilder.<SecurityContext>create(
                URI.create(issuer + "/.well-known/jwks.json").toURL())
            .build();
    var processor = new DefaultJWTProcessor<SecurityContext>();
    processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>((JOSEObjectType) null));
    processor.setJWSKeySelector(new JWSVerificationKeySelector<>(JWSAlgorithm.RS256, keys));
    processor.setJWTClaimsSetVerifier(
        new DefaultJWTClaimsVerifier<>(
            new JWTClaimsSet.Builder().issuer(issuer).claim("token_use", "access").build(),
            Set.of("sub", "exp", "iat", "jti", "client_id")));
    return processor.process(token, null);
  }

  private String exchange(String request) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  private static ClientID id() {
    return new ClientID(M2M_ID);
  }

  private static Secret secret(String value) {
    return new Secret(value);
  }
}
