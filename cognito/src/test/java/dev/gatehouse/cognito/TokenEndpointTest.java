package dev.gatehouse.cognito;

import static dev.gatehouse.cognito.TestRequests.FORM;
import static dev.gatehouse.cognito.TestRequests.basic;
import static dev.gatehouse.cognito.TestRequests.request;
import static dev.gatehouse.cognito.TestRequests.token;
import static dev.gatehouse.cognito.TestUserPools.AUDIT;
import static dev.gatehouse.cognito.TestUserPools.CODE_ID;
import static dev.gatehouse.cognito.TestUserPools.DISABLED_ID;
import static dev.gatehouse.cognito.TestUserPools.M2M_ID;
import static dev.gatehouse.cognito.TestUserPools.M2M_SECRET;
import static dev.gatehouse.cognito.TestUserPools.PLUS_ID;
import static dev.gatehouse.cognito.TestUserPools.PLUS_SECRET;
import static dev.gatehouse.cognito.TestUserPools.PUBLIC_ID;
import static dev.gatehouse.cognito.TestUserPools.READ_WRITE;
import static dev.gatehouse.cognito.TestUserPools.SCOPELESS_ID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import com.nimbusds.jwt.SignedJWT;
import dev.gatehouse.aws.Json;
import dev.gatehouse.door.Passage;
import dev.gatehouse.door.Reason.BadRequest;
import dev.gatehouse.door.Reason.OAuthRefused;
import dev.gatehouse.door.Verdict;
import dev.gatehouse.fidelity.Shows;
import dev.gatehouse.http.Body;
import dev.gatehouse.http.HttpHeader;
import dev.gatehouse.http.HttpHeaders;
import dev.gatehouse.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class TokenEndpointTest {
  private static final String M2M = "grant_type=client_credentials";
  private static final String ID = "&client_id=" + M2M_ID;
  private static final String SECRET = "&client_secret=" + M2M_SECRET;
  private static final String POST = M2M + ID + SECRET;
  private static final String BASIC = basic(M2M_ID, M2M_SECRET);
  private static final String BOTH_SCOPES = READ_WRITE + " " + AUDIT;

  private static final String INVALID_REQUEST = "{\"error\":\"invalid_request\"}";
  private static final String INVALID_CLIENT = "{\"error\":\"invalid_client\"}";
  private static final String SECRET_ABSENT =
      "{\"error\":\"invalid_client\",\"error_description\":\"invalid_client_secret\"}";
  private static final String INVALID_GRANT = "{\"error\":\"invalid_grant\"}";
  private static final String UNAUTHORIZED_CLIENT = "{\"error\":\"unauthorized_client\"}";
  private static final String UNSUPPORTED_GRANT_TYPE = "{\"error\":\"unsupported_grant_type\"}";
  private static final String INVALID_SCOPE = "{\"error\":\"invalid_scope\"}";

  private final UserPoolDomainGate gate = TestUserPools.domainGate();

  static Stream<Arguments> granted() {
    return Stream.of(
        granted("client_secret_post", token(POST), BOTH_SCOPES),
        granted("client_secret_basic", token(M2M, "Authorization", BASIC), BOTH_SCOPES),
        granted(
            "basic with the same client_id", token(M2M + ID, "Authorization", BASIC), BOTH_SCOPES),
        granted("basic and post alike", token(POST, "Authorization", BASIC), BOTH_SCOPES),
        granted(
            "scheme in lower case",
            token(M2M, "authorization", "basic" + BASIC.substring(5)),
            BOTH_SCOPES),
        granted("one scope", token(POST + "&scope=" + AUDIT), AUDIT),
        granted(
            "scopes in the order asked for, plus for space",
            token(POST + "&scope=" + AUDIT + "+" + READ_WRITE),
            AUDIT + " " + READ_WRITE),
        granted(
            "scopes apart by %20",
            token(POST + "&scope=" + AUDIT + "%20" + READ_WRITE), AUDIT + " " + READ_WRITE),
        granted(
            "scope with an encoded slash",
            token(POST + "&scope=playerfc-m2m-resource-server%2Faudit"),
            AUDIT),
        granted("scope named twice", token(POST + "&scope=" + AUDIT + "+" + AUDIT), AUDIT),
        granted("scope without a value", token(POST + "&scope="), BOTH_SCOPES),
        granted("unknown parameter", token(POST + "&resource=x"), BOTH_SCOPES),
        granted("empty pairs", token("&&" + POST + "&"), BOTH_SCOPES),
        granted(
            "metadata", token(POST + "&aws_client_metadata=%7B%22a%22%3A%22b%22%7D"), BOTH_SCOPES),
        granted(
            "content type with a charset",
            typed("Application/X-WWW-Form-URLEncoded; charset=UTF-8", POST),
            BOTH_SCOPES),
        granted(
            "query is not read",
            request("POST", "/oauth2/token?scope=x/y", HttpHeaders.of("Content-Type", FORM), POST),
            BOTH_SCOPES),
        granted(
            "basic with a plus as it is",
            token(M2M, "Authorization", basic(PLUS_ID, PLUS_SECRET)),
            TestUserPools.OTHER),
        granted(
            "basic form-encoded",
            token(
                M2M, "Authorization", basic("plus%5Fclient%2B1", PLUS_SECRET.replace("+", "%2b"))),
            TestUserPools.OTHER),
        granted(
            "post with an encoded plus",
            token(
                M2M
                    + "&client_id=plus_client%2B1&client_secret="
                    + PLUS_SECRET.replace("+", "%2B")),
            TestUserPools.OTHER));
  }

  static Stream<Arguments> refused() {
    String garbage = "x".repeat(Form.MAX_BYTES);
    String many =
        IntStream.range(0, Form.MAX_PARAMETERS)
            .mapToObj(i -> "&p" + i + "=")
            .collect(Collectors.joining());
    return Stream.of(
        refused("empty body", token(""), INVALID_REQUEST, "grant_type is missing"),
        refused(
            "grant_type absent",
            token("scope=x" + ID + SECRET),
            INVALID_REQUEST,
            "grant_type is missing"),
        refused(
            "grant_type without a value",
            token("grant_type=" + ID + SECRET),
            INVALID_REQUEST,
            "grant_type is missing"),
        refused(
            "JSON sent as a form",
            token("{\"grant_type\":\"client_credentials\"}"),
            INVALID_REQUEST,
            "grant_type is missing"),
        refused(
            "parameters in the query",
            request("POST", "/oauth2/token?" + POST, HttpHeaders.of("Content-Type", FORM), ""),
            INVALID_REQUEST,
            "grant_type is missing"),
        refused(
            "grant_type in upper case",
            token("grant_type=CLIENT_CREDENTIALS" + ID + SECRET),
            UNSUPPORTED_GRANT_TYPE,
            "\"CLIENT_CREDENTIALS\""),
        refused(
            "grant_type password",
            token("grant_type=password" + ID + SECRET),
            UNSUPPORTED_GRANT_TYPE,
            "\"password\""),
        refused(
            "grant_type with a line break",
            token("grant_type=a%0Ab" + ID + SECRET),
            UNSUPPORTED_GRANT_TYPE,
            "\"a?b\""),
        refused(
            "grant_type twice",
            token(POST + "&" + M2M),
            INVALID_REQUEST,
            "\"grant_type\" is there more than once"),
        refused(
            "client_secret twice",
            token(POST + SECRET),
            INVALID_REQUEST,
            "\"client_secret\" is there more than once"),
        refused(
            "scope twice",
            token(POST + "&scope=" + AUDIT + "&scope=" + READ_WRITE),
            INVALID_REQUEST,
            "\"scope\" is there more than once"),
        refused(
            "unknown parameter twice",
            token(POST + "&x=1&x=2"),
            INVALID_REQUEST,
            "\"x\" is there more than once"),
        refused(
            "name twice, once encoded",
            token(POST + "&scop%65=" + AUDIT + "&scope=" + AUDIT),
            INVALID_REQUEST,
            "\"scope\" is there more than once"),
        refused(
            "cut percent sequence",
            token(POST + "&scope=%2"),
            INVALID_REQUEST,
            "not percent-encoded UTF-8"),
        refused(
            "no percent sequence",
            token(POST + "&scope=%zz"),
            INVALID_REQUEST,
            "not percent-encoded UTF-8"),
        refused(
            "signed percent sequence",
            token(POST + "&scope=%+1"),
            INVALID_REQUEST,
            "not percent-encoded UTF-8"),
        refused(
            "overlong UTF-8",
            token(POST + "&scope=%C0%AF"),
            INVALID_REQUEST,
            "not percent-encoded UTF-8"),
        refused(
            "raw bytes that are no UTF-8",
            bytes(POST + "&scope=\u00ff"),
            INVALID_REQUEST,
            "not percent-encoded UTF-8"),
        refused(
            "body too large",
            token(POST + "&x=" + garbage),
            INVALID_REQUEST,
            "at most 32768 are read"),
        refused(
            "too many parameters", token(POST + many), INVALID_REQUEST, "more than 32 parameters"),
        refused(
            "metadata no JSON",
            token(POST + "&aws_client_metadata=x"),
            INVALID_REQUEST,
            "aws_client_metadata"),
        refused(
            "metadata no object",
            token(POST + "&aws_client_metadata=%5B%5D"),
            INVALID_REQUEST,
            "aws_client_metadata"),
        refused(
            "metadata not of strings",
            token(POST + "&aws_client_metadata=%7B%22a%22%3A1%7D"),
            INVALID_REQUEST,
            "aws_client_metadata"),
        refused(
            "nobody named",
            token(M2M),
            INVALID_REQUEST,
            "neither an Authorization header nor client_id"),
        refused(
            "secret without an id",
            token(M2M + SECRET),
            INVALID_REQUEST,
            "neither an Authorization header nor client_id"),
        refused(
            "two Authorization headers",
            token(M2M, "Authorization", BASIC, "authorization", BASIC),
            INVALID_REQUEST,
            "more than one Authorization header"),
        refused(
            "secret absent",
            token(M2M + ID),
            SECRET_ABSENT,
            "PlayerFC-M2M-Client (4abc…) has a secret, but none was sent"),
        refused(
            "secret without a value",
            token(M2M + ID + "&client_secret="),
            SECRET_ABSENT,
            "none was sent"),
        refused(
            "basic without a secret",
            token(M2M, "Authorization", basic(M2M_ID, "")),
            SECRET_ABSENT,
            "none was sent"),
        refused(
            "unknown client",
            token(M2M + "&client_id=zzzzzzzzzzzzzzzzzzzzzzzzzz" + SECRET),
            INVALID_CLIENT,
            "client id zzzzzzzzzzzzzzzzzzzzzzzzzz is not known to user pool eu-west-1_AbCdEfGh1, whose clients are [PlayerFC-M2M-Client (4abcdefghijklmnopqrstuvwx1), "),
        refused(
            "unknown client without a secret",
            token(M2M + "&client_id=zzzzzzzzzzzzzzzzzzzzzzzzzz"),
            INVALID_CLIENT,
            "not known to user pool"),
        refused(
            "id and secret swapped",
            token(M2M + "&client_id=" + M2M_SECRET + "&client_secret=" + M2M_ID),
            INVALID_CLIENT,
            "(52 characters, not shown)"),
        refused(
            "wrong secret",
            token(M2M + ID + "&client_secret=" + M2M_SECRET + "x"),
            INVALID_CLIENT,
            "client PlayerFC-M2M-Client (4abc…) exists but the secret is wrong"),
        refused(
            "another client's secret",
            token(M2M + ID + "&client_secret=" + PLUS_SECRET.replace("+", "%2B")),
            INVALID_CLIENT,
            "the secret is wrong"),
        refused(
            "secret in upper case",
            token(M2M, "Authorization", basic(M2M_ID, "M" + M2M_SECRET.substring(1))),
            INVALID_CLIENT,
            "the secret is wrong"),
        refused(
            "basic right, post wrong",
            token(M2M + "&client_secret=x", "Authorization", BASIC),
            INVALID_CLIENT,
            "the secret is wrong"),
        refused(
            "basic wrong, post right",
            token(POST, "Authorization", basic(M2M_ID, "x")),
            INVALID_CLIENT,
            "the secret is wrong"),
        refused(
            "basic and client_id differ",
            token(M2M + "&client_id=" + CODE_ID, "Authorization", BASIC),
            INVALID_CLIENT,
            "name different clients"),
        refused(
            "basic with a plus as a space",
            token(M2M, "Authorization", basic(PLUS_ID, PLUS_SECRET.replace('+', ' '))),
            INVALID_CLIENT,
            "the secret is wrong"),
        refused(
            "post with a bare plus",
            token(M2M + "&client_id=plus_client%2B1&client_secret=" + PLUS_SECRET),
            INVALID_CLIENT,
            "the secret is wrong"),
        refused(
            "basic not base64",
            token(M2M, "Authorization", "Basic ***"),
            INVALID_CLIENT,
            "not Basic base64"),
        refused(
            "basic without a colon",
            token(M2M, "Authorization", "Basic YWJj"),
            INVALID_CLIENT,
            "not Basic base64"),
        refused(
            "basic of nobody",
            token(POST, "Authorization", "Basic Og=="),
            INVALID_CLIENT,
            "not Basic base64"),
        refused(
            "basic with a broken percent sequence",
            token(M2M, "Authorization", basic(M2M_ID, "%x")),
            INVALID_CLIENT,
            "not Basic base64"),
        refused(
            "basic not UTF-8",
            token(M2M, "Authorization", "Basic /zo/"),
            INVALID_CLIENT,
            "not Basic base64"),
        refused(
            "basic without credentials",
            token(M2M, "Authorization", "Basic"),
            INVALID_CLIENT,
            "not of the Basic scheme"),
        refused(
            "bearer beside a good post",
            token(POST, "Authorization", "Bearer x"),
            INVALID_CLIENT,
            "not of the Basic scheme"),
        refused(
            "public client with a secret",
            token(M2M + "&client_id=" + PUBLIC_ID + "&client_secret=x"),
            INVALID_CLIENT,
            "has no secret, but one was sent"),
        refused(
            "public client with the decoy",
            token(M2M + "&client_id=" + PUBLIC_ID + "&client_secret=" + "0".repeat(52)),
            INVALID_CLIENT,
            "has no secret, but one was sent"),
        refused(
            "nobody with the decoy",
            token(M2M + "&client_id=zzzzzzzzzzzzzzzzzzzzzzzzzz&client_secret=" + "0".repeat(52)),
            INVALID_CLIENT,
            "not known to user pool"),
        refused(
            "public client",
            token(M2M + "&client_id=" + PUBLIC_ID),
            UNAUTHORIZED_CLIENT,
            "client_credentials is not among AllowedOAuthFlows"),
        refused(
            "client of the code flow",
            token(M2M + "&client_id=" + CODE_ID + SECRET),
            UNAUTHORIZED_CLIENT,
            "client_credentials is not among AllowedOAuthFlows"),
        refused(
            "OAuth switched off",
            token(M2M + "&client_id=" + DISABLED_ID + SECRET),
            INVALID_GRANT,
            "AllowedOAuthFlowsUserPoolClient set to false"),
        refused(
            "client without custom scopes",
            token(M2M + "&client_id=" + SCOPELESS_ID + SECRET),
            INVALID_SCOPE,
            "has no custom scope to give"),
        refused(
            "standard scope",
            token(M2M + "&client_id=" + SCOPELESS_ID + SECRET + "&scope=openid"),
            INVALID_SCOPE,
            "scope \"openid\" is not enabled"),
        refused(
            "scope of another client",
            token(POST + "&scope=https://other.example.com/read"),
            INVALID_SCOPE,
            "scope \"https://other.example.com/read\" is not enabled on client PlayerFC-M2M-Client (4abc…); it has ["
                + READ_WRITE
                + ", "
                + AUDIT
                + "]"),
        refused(
            "one good scope, one bad",
            token(POST + "&scope=" + AUDIT + "+x/y"),
            INVALID_SCOPE,
            "scope \"x/y\" is not enabled"),
        refused(
            "scope in upper case",
            token(POST + "&scope=" + AUDIT.replace("audit", "AUDIT")),
            INVALID_SCOPE,
            "is not enabled"),
        refused("scope of spaces", token(POST + "&scope=+%20"), INVALID_SCOPE, "scope is blank"),
        refused(
            "scopes apart by a tab",
            token(POST + "&scope=" + AUDIT + "%09" + READ_WRITE),
            INVALID_SCOPE,
            "is not enabled"),
        refused(
            "scopes apart by a comma",
            token(POST + "&scope=" + AUDIT + "," + READ_WRITE),
            INVALID_SCOPE,
            "is not enabled"),
        refused(
            "code from a client without the flow",
            token("grant_type=authorization_code&code=x&redirect_uri=y" + ID + SECRET),
            UNAUTHORIZED_CLIENT,
            "code flow is not enabled"),
        refused(
            "code absent",
            token("grant_type=authorization_code&redirect_uri=y&client_id=" + PUBLIC_ID),
            INVALID_REQUEST,
            "parameter code is missing"),
        refused(
            "redirect_uri absent",
            token("grant_type=authorization_code&code=x&client_id=" + PUBLIC_ID),
            INVALID_REQUEST,
            "parameter redirect_uri is missing"),
        refused(
            "unknown code",
            token("grant_type=authorization_code&code=x&redirect_uri=y&client_id=" + PUBLIC_ID),
            INVALID_GRANT,
            "does not issue authorization codes yet"),
        refused(
            "refresh token from a client without the flow",
            token("grant_type=refresh_token&refresh_token=x" + ID + SECRET),
            UNAUTHORIZED_CLIENT,
            "hands out refresh tokens"),
        refused(
            "refresh token absent",
            token("grant_type=refresh_token&client_id=" + CODE_ID + SECRET),
            INVALID_REQUEST,
            "parameter refresh_token is missing"),
        refused(
            "unknown refresh token",
            token("grant_type=refresh_token&refresh_token=x&client_id=" + CODE_ID + SECRET),
            INVALID_GRANT,
            "does not issue refresh tokens yet"));
  }

  static Stream<Arguments> notAllowed() {
    return Stream.of(
        argumentSet("GET", request("GET", "/oauth2/token?" + POST)),
        argumentSet("HEAD", request("HEAD", "/oauth2/token")),
        argumentSet(
            "PUT", request("PUT", "/oauth2/token", HttpHeaders.of("Content-Type", FORM), POST)),
        argumentSet("OPTIONS", request("OPTIONS", "/oauth2/token")),
        argumentSet(
            "post in lower case",
            request("post", "/oauth2/token", HttpHeaders.of("Content-Type", FORM), POST)),
        argumentSet("JSON", typed("application/json", "{}")),
        argumentSet("multipart", typed("multipart/form-data; boundary=x", POST)),
        argumentSet("quoted type", typed("'" + FORM + "'", POST)),
        argumentSet("longer type", typed(FORM + "x", POST)),
        argumentSet(
            "two types",
            request(
                "POST",
                "/oauth2/token",
                HttpHeaders.of("Content-Type", FORM, "Content-Type", FORM),
                POST)),
        argumentSet("no type", request("POST", "/oauth2/token", HttpHeaders.NONE, POST)));
  }

  @ParameterizedTest
  @MethodSource
  @Shows("cognito.token-request.scope")
  @Shows("cognito.token-request.scope-omitted")
  @Shows("cognito.identifiers.full-scope")
  void granted(HttpRequest request, String scopes) throws ParseException {
    Passage passage = gate.enter(request);
    assertThat(passage.response().status()).isEqualTo(200);
    String jwt =
        Json.STRICT.readTree(passage.response().body().text()).get("access_token").asString();
    assertThat(SignedJWT.parse(jwt).getJWTClaimsSet().getStringClaim("scope")).isEqualTo(scopes);
    assertThat(passage.verdict()).isInstanceOf(Verdict.Allowed.class);
  }

  @ParameterizedTest
  @MethodSource
  @Shows("cognito.token-request.client-id")
  @Shows("cognito.token-request.grant-types")
  @Shows("cognito.token-request.metadata")
  @Shows("cognito.token-errors.all-400")
  @Shows("cognito.token-errors.invalid-request")
  @Shows("cognito.token-errors.invalid-client")
  @Shows("cognito.token-errors.secret-absent")
  @Shows("cognito.token-errors.unauthorized-client")
  @Shows("cognito.token-errors.oauth-switched-off")
  @Shows("cognito.token-errors.unsupported-grant-type")
  @Shows("cognito.token-errors.invalid-scope")
  @Shows("cognito.client-configuration.oauth-settings-without-the-switch")
  void refused(HttpRequest request, String body, String problem) {
    Passage passage = gate.enter(request);
    assertThat(passage.response().body().text()).isEqualTo(body);
    assertThat(passage.response().status()).isEqualTo(400);
    assertThat(passage.response().headers().first("Content-Type"))
        .contains("application/json;charset=UTF-8");
    OAuthRefused reason = reason(passage, OAuthRefused.class);
    assertThat(body).contains("\"error\":\"" + reason.error() + "\"");
    assertThat(reason.problem()).contains(problem);
    assertThat(passage.toString()).doesNotContain(M2M_SECRET, PLUS_SECRET);
    assertThat(gate.enter(token(POST)).response().status()).isEqualTo(200);
  }

  @ParameterizedTest
  @MethodSource
  @Shows("cognito.token-request.method")
  @Shows("cognito.token-request.content-type")
  @Shows("cognito.token-errors.bare-405")
  void notAllowed(HttpRequest request) {
    Passage passage = gate.enter(request);
    assertThat(passage.response().status()).isEqualTo(405);
    assertThat(passage.response().body()).isEqualTo(Body.EMPTY);
    assertThat(passage.response().headers().contains("Content-Type")).isFalse();
    assertThat(passage.response().headers().first("X-Frame-Options")).contains("DENY");
    assertThat(reason(passage, BadRequest.class).sentence()).startsWith("the token endpoint");
    assertThat(gate.enter(token(POST)).response().status()).isEqualTo(200);
  }

  @Test
  @Shows("cognito.token-response.headers")
  @Shows("cognito.token-response.cors")
  void headersAreThoseOfCognito() {
    Passage passage = gate.enter(token(POST));
    assertThat(passage.response().headers().lines())
        .containsExactly(
            new HttpHeader("Content-Type", "application/json;charset=UTF-8"),
            new HttpHeader("x-amz-cognito-request-id", "00000000-0000-0000-0000-000000000001"),
            new HttpHeader("Server", "Server"),
            new HttpHeader("X-Application-Context", "application:prod:8443"),
            new HttpHeader("X-Content-Type-Options", "nosniff"),
            new HttpHeader("X-XSS-Protection", "1; mode=block"),
            new HttpHeader("Cache-Control", "no-cache, no-store, max-age=0, must-revalidate"),
            new HttpHeader("Pragma", "no-cache"),
            new HttpHeader("Expires", "0"),
            new HttpHeader("Strict-Transport-Security", "max-age=31536000 ; includeSubDomains"),
            new HttpHeader("X-Frame-Options", "DENY"),
            new HttpHeader("Access-Control-Allow-Origin", "*"),
            new HttpHeader(
                "Set-Cookie",
                "XSRF-TOKEN=00000000-0000-0000-0000-000000000003;"
                    + " Path=/; Secure; HttpOnly; SameSite=Lax"));
    assertThat(passage.requestId()).isEqualTo("00000000-0000-0000-0000-000000000001");
  }

  @Test
  @Shows("cognito.token-response.members")
  @Shows("cognito.token-response.bearer")
  void bodyHoldsTokenLifeAndTypeOnly() {
    String body = gate.enter(token(POST)).response().body().text();
    assertThat(body)
        .matches(
            "\\{\"access_token\":\"[\\w-]+\\.[\\w-]+\\.[\\w-]+\","
                + "\"expires_in\":3600,\"token_type\":\"Bearer\"}");
  }

  @Test
  void visitNamesTheClientAndTheScopes() {
    Passage passage = gate.enter(token(POST));
    assertThat(passage.door()).isEqualTo("POST /oauth2/token");
    assertThat(passage.verdict()).isEqualTo(new Verdict.Allowed(M2M_ID));
    assertThat(passage.steps().getFirst().what())
        .isEqualTo("client_credentials: token for " + List.of(READ_WRITE, AUDIT));
  }

  private static Arguments granted(String name, HttpRequest request, String scopes) {
    return argumentSet(name, request, scopes);
  }

  private static Arguments refused(String name, HttpRequest request, String body, String problem) {
    return argumentSet(name, request, body, problem);
  }

  private static HttpRequest typed(String contentType, String body) {
    return request("POST", "/oauth2/token", HttpHeaders.of("Content-Type", contentType), body);
  }

  private static HttpRequest bytes(String latin1) {
    HttpRequest form = token("");
    return new HttpRequest(
        form.method(),
        form.target(),
        form.protocol(),
        form.headers(),
        Body.of(latin1.getBytes(StandardCharsets.ISO_8859_1)),
        form.client(),
        form.port());
  }

  private static <R> R reason(Passage passage, Class<R> type) {
    assertThat(passage.verdict()).isInstanceOf(Verdict.Denied.class);
    return type.cast(((Verdict.Denied) passage.verdict()).reason());
  }
}
