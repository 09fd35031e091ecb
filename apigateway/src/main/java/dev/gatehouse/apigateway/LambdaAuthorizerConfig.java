package dev.gatehouse.apigateway;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A Lambda authorizer: `REQUEST` (http-api-lambda-authorizer.html).
///
/// @param id as the function's permission names it: `…:API/authorizers/ID`
/// @param uri the function's invocation URI
/// @param payloadFormatVersion `1.0` or `2.0`; empty when the template has none
/// @param simpleResponses whether the function answers `isAuthorized` instead of a policy
/// @param identitySources selection expressions; none means that every request is judged anew
/// @param resultTtl how long an answer serves the same identities; null where the template is
///   silent: 300 seconds with identity sources, none without
/// @param credentialsArn the role that invokes the function; null when its resource policy lets API
///   Gateway in
public record LambdaAuthorizerConfig(
    String logicalId,
    String id,
    String name,
    String uri,
    String payloadFormatVersion,
    boolean simpleResponses,
    List<String> identitySources,
    @Nullable Duration resultTtl,
    @Nullable String credentialsArn)
    implements AuthorizerConfig {
  /// What AWS gives an authorizer that names none.
  private static final Duration DEFAULT_TTL = Duration.ofMinutes(5);

  public LambdaAuthorizerConfig {
    requireNonNull(logicalId, "logicalId");
    requireNonNull(id, "id");
    requireNonNull(name, "name");
    requireNonNull(uri, "uri");
    requireNonNull(payloadFormatVersion, "payloadFormatVersion");
    identitySources = List.copyOf(identitySources);
  }

  public String functionArn() {
    return FunctionUri.functionArn(uri);
  }

  /// Zero when nothing is kept.
  Duration ttl() {
    if (resultTtl != null) {
      return resultTtl;
    }
    return identitySources.isEmpty() ? Duration.ZERO : DEFAULT_TTL;
  }
}
