package dev.gatehouse.apigateway;

import static java.util.Objects.requireNonNull;

import dev.gatehouse.aws.AccountId;
import dev.gatehouse.aws.Arn;
import dev.gatehouse.aws.Region;

/// What names an API, inside events and ARNs.
///
/// @param apiId ten lower-case alphanumerics
/// @param domainName as functions see it in `requestContext.domainName`
public record ApiIdentity(
    String apiId, String name, AccountId account, Region region, String domainName) {
  public ApiIdentity {
    requireNonNull(apiId, "apiId");
    requireNonNull(name, "name");
    requireNonNull(account, "account");
    requireNonNull(region, "region");
    requireNonNull(domainName, "domainName");
  }

  /// `arn:aws:execute-api:REGION:ACCOUNT:API/…`
  String arn(String resource) {
    return Arn.of("execute-api", region, account, apiId + "/" + resource).toString();
  }

  /// With the domain name that AWS gives every API.
  public static ApiIdentity of(String apiId, String name, AccountId account, Region region) {
    return new ApiIdentity(
        apiId, name, account, region, apiId + ".execute-api." + region.code() + ".amazonaws.com");
  }

  /// The same API, called by another name.
  ApiIdentity at(String otherDomainName) {
    return new ApiIdentity(apiId, name, account, region, otherDomainName);
  }
}
