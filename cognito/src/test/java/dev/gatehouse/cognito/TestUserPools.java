package dev.gatehouse.cognito;

import dev.gatehouse.aws.Secret;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/// A pool with one client of each kind.
final class TestUserPools {
  static final String POOL_ID = "eu-west-1_AbCdEfGh1";
  static final String ISSUER = "http://localhost:4566/" + POOL_ID;
  static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
  static final SigningKeys KEYS = SigningKeys.generate();

  static final String SERVER = "playerfc-m2m-resource-server";
  static final String READ_WRITE = SERVER + "/read_write";
  static final String AUDIT = SERVER + "/audit";
  static final String OTHER = "https://other.example.com/read";

  static final String M2M_ID = "4abcdefghijklmnopqrstuvwx1";
  static final String M2M_SECRET = "m2msecret0123456789abcdefghijklmnopqrstuvwxyz0123456";
  static final String PLUS_ID = "plus_client+1";
  static final String PLUS_SECRET = "plus+secret_0123456789abcdef";
  static final String DISABLED_ID = "disabled00000000000000000a";
  static final String SCOPELESS_ID = "scopeless0000000000000000b";
  static final String CODE_ID = "code000000000000000000000c";
  static final String PUBLIC_ID = "public0000000000000000000d";

  private TestUserPools() {}

  static UserPoolConfig pool() {
    return pool(ISSUER);
  }

  static UserPoolConfig pool(String issuer) {
    return new UserPoolConfig(
        "PlayerFCUserPool",
        POOL_ID,
        "PlayerFCUserPool",
        issuer,
        List.of(
            new ResourceServer(
                "ResourceServer",
                SERVER,
                "PlayerFC",
                List.of(
                    new ResourceServer.Scope("read_write", "Full access"),
                    new ResourceServer.Scope("audit", "Audit"))),
            new ResourceServer(
                "OtherServer",
                "https://other.example.com",
                "Other",
                List.of(new ResourceServer.Scope("read", "Read")))),
        List.of(
            m2mClient(),
            confidential(PLUS_ID, PLUS_SECRET, m2m(List.of(OTHER))),
            confidential(
                DISABLED_ID,
                M2M_SECRET,
                new OAuthSettings(
                    false, Set.of(OAuthFlow.CLIENT_CREDENTIALS), List.of(READ_WRITE))),
            confidential(SCOPELESS_ID, M2M_SECRET, m2m(List.of("openid"))),
            confidential(CODE_ID, M2M_SECRET, code()),
            new AppClient(
                "Public",
                PUBLIC_ID,
                "public",
                new ClientType.Public(),
                code(),
                TokenValidity.DEFAULT)),
        List.of(domain()));
  }

  static AppClient m2mClient() {
    return new AppClient(
        "M2MClient",
        M2M_ID,
        "PlayerFC-M2M-Client",
        new ClientType.Confidential(new Secret(M2M_SECRET)),
        m2m(List.of(READ_WRITE, AUDIT)),
        TokenValidity.DEFAULT);
  }

  static Domain domain() {
    return new Domain.Prefix("UserPoolDomain", "playerfc");
  }

  static UserPoolDomainGate domainGate() {
    return new UserPoolDomainGate(pool(), domain(), KEYS, CLOCK, countingIds());
  }

  /// 00000000-0000-0000-0000-000000000001 and so on.
  static Supplier<UUID> countingIds() {
    var count = new AtomicLong();
    return () -> new UUID(0, count.incrementAndGet());
  }

  private static AppClient confidential(String id, String secret, OAuthSettings oauth) {
    return new AppClient(
        "Client" + id.charAt(0),
        id,
        id.substring(0, 4),
        new ClientType.Confidential(new Secret(secret)),
        oauth,
        TokenValidity.DEFAULT);
  }

  private static OAuthSettings m2m(List<String> scopes) {
    return new OAuthSettings(true, Set.of(OAuthFlow.CLIENT_CREDENTIALS), scopes);
  }

  private static OAuthSettings code() {
    return new OAuthSettings(true, Set.of(OAuthFlow.CODE), List.of("openid", READ_WRITE));
  }
}
