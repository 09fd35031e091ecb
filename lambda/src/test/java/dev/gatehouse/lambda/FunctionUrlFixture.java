package dev.gatehouse.lambda;

import dev.gatehouse.aws.AccessCheck;
import dev.gatehouse.aws.AccessKey;
import dev.gatehouse.aws.AccessRequest;
import dev.gatehouse.aws.AccountId;
import dev.gatehouse.aws.Principal;
import dev.gatehouse.aws.Region;
import dev.gatehouse.aws.Secret;
import dev.gatehouse.door.Passage;
import dev.gatehouse.door.Reason;
import dev.gatehouse.http.Body;
import dev.gatehouse.http.HttpHeader;
import dev.gatehouse.http.HttpHeaders;
import dev.gatehouse.http.HttpRequest;
import dev.gatehouse.http.HttpResponse;
import dev.gatehouse.lambda.FunctionUrlConfig.AuthType;
import dev.gatehouse.lambda.FunctionUrlConfig.InvokeMode;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/// A function URL with fakes on its ports: policies that grant all but what a test takes away, a
/// function that answers what a test says, and the SDK's signer as its caller.
final class FunctionUrlFixture {
  static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  static final UUID REQUEST_ID = UUID.fromString("6d0cbf9c-1f2a-4b5c-8d7e-000000000001");
  static final AccountId ACCOUNT = new AccountId("111122223333");
  static final String ARN = "arn:aws:lambda:eu-west-1:111122223333:function:player_fc_api";
  static final String ID = "2cxn22odiwguak4feg4jtt7cwm0ziblr";

  static final AccessKey USER =
      new AccessKey(
          "AKIDEXAMPLE",
          new Secret("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"),
          new Principal.User(ACCOUNT, "/", "kylian", "AIDAEXAMPLE"),
          null);

  static final AccessKey SESSION = session(Instant.parse("2099-01-01T00:00:00Z"));

  final List<AccessRequest> asked = new CopyOnWriteArrayList<>();
  final List<Invocation> invocations = new CopyOnWriteArrayList<>();
  private final AuthType authType;
  private InvokeMode mode = InvokeMode.BUFFERED;
  private @Nullable FunctionUrlCors cors;
  private String refusedAction = "";
  private Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
  private List<AccessKey> keys = List.of(USER, SESSION);
  private InvokeResult result = new InvokeResult.Returned(Body.of("\"hello\""));

  private FunctionUrlFixture(AuthType authType) {
    this.authType = authType;
  }

  static FunctionUrlFixture open() {
    return new FunctionUrlFixture(AuthType.NONE);
  }

  static FunctionUrlFixture locked() {
    return new FunctionUrlFixture(AuthType.AWS_IAM);
  }

  static AccessKey session(Instant expires) {
    return new AccessKey(
        "ASIAEXAMPLE",
        new Secret("example-of-a-temporary-secret"),
        new Principal.RoleSession(ACCOUNT, "/", "player", "AROAEXAMPLE", "s1"),
        new AccessKey.Session(new Secret("session-token"), Instant.EPOCH, expires));
  }

  static FunctionUrlConfig config(AuthType authType, @Nullable FunctionUrlCors cors) {
    return config(authType, InvokeMode.BUFFERED, cors);
  }

  static FunctionUrlConfig config(
      AuthType authType, InvokeMode mode, @Nullable FunctionUrlCors cors) {
    return new FunctionUrlConfig(
        ID, ARN, authType, mode, cors, ACCOUNT, new Region("eu-west-1"), "Url");
  }

  FunctionUrlFixture cors(FunctionUrlCors config) {
    cors = config;
    return this;
  }

  FunctionUrlFixture streaming() {
    mode = InvokeMode.RESPONSE_STREAM;
    return this;
  }

  FunctionUrlFixture refusing(String action) {
    refusedAction = action;
    return this;
  }

  FunctionUrlFixture keys(AccessKey... known) {
    keys = List.of(known);
    return this;
  }

  FunctionUrlFixture clock(Clock other) {
    clock = other;
    return this;
  }

  FunctionUrlFixture answering(String json) {
    return ending(new InvokeResult.Returned(Body.of(json)));
  }

  FunctionUrlFixture ending(InvokeResult how) {
    result = how;
    return this;
  }

  FunctionUrl url() {
    return new FunctionUrl(
        config(authType, mode, cors),
        id -> keys.stream().filter(key -> key.id().equals(id)).findFirst(),
        this::check,
        invocation -> {
          invocations.add(invocation);
          return result;
        },
        clock,
        () -> REQUEST_ID);
  }

  Passage enter(HttpRequest request) {
    return url().enter(request);
  }

  HttpResponse get(String target) {
    return enter(request("GET", target, HttpHeaders.NONE, "")).response();
  }

  private AccessCheck.Decision check(AccessRequest request) {
    asked.add(request);
    return request.action().equals(refusedAction)
        ? new AccessCheck.Decision.Refused(
            new Reason.NotPermitted(
                request.principal().name(), request.action(), request.resource(), "no grant"),
            "unused")
        : new AccessCheck.Decision.Granted();
  }

  static HttpRequest request(String method, String target, HttpHeaders headers, String body) {
    return new HttpRequest(
        method,
        target,
        "HTTP/1.1",
        new HttpHeaders(
            Stream.concat(
                    Stream.of(new HttpHeader("Host", "127.0.0.1:4571")), headers.lines().stream())
                .toList()),
        Body.of(body),
        "127.0.0.1",
        4571);
  }

  static HttpRequest signed(AccessKey key, String method, String path, String body) {
    return signed(key, NOW, "lambda", 4571, method, path, body);
  }

  static HttpRequest signed(
      AccessKey key,
      Instant at,
      String service,
      int port,
      String method,
      String path,
      String body) {
    var request =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.fromValue(method))
            .protocol("http")
            .host("127.0.0.1")
            .port(port)
            .encodedPath(path);
    if (!body.isEmpty()) {
      request.putHeader("Content-Type", "application/json");
    }
    AwsCredentialsIdentity identity =
        key.session() == null
            ? AwsCredentialsIdentity.create(key.id(), key.secret().reveal())
            : AwsSessionCredentialsIdentity.create(
                key.id(), key.secret().reveal(), key.session().token().reveal());
    SignRequest.Builder<AwsCredentialsIdentity> sign =
        SignRequest.builder(identity)
            .request(request.build())
            .putProperty(AwsV4FamilyHttpSigner.SERVICE_SIGNING_NAME, service)
            .putProperty(AwsV4HttpSigner.REGION_NAME, "eu-west-1")
            .putProperty(HttpSigner.SIGNING_CLOCK, Clock.fixed(at, ZoneOffset.UTC));
    if (!body.isEmpty()) {
      sign.payload(() -> new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)));
    }
    var lines = new ArrayList<HttpHeader>();
    AwsV4HttpSigner.create()
        .sign(sign.build())
        .request()
        .headers()
        .forEach((name, values) -> values.forEach(value -> lines.add(new HttpHeader(name, value))));
    return new HttpRequest(
        method, path, "HTTP/1.1", new HttpHeaders(lines), Body.of(body), "127.0.0.1", port);
  }
}
