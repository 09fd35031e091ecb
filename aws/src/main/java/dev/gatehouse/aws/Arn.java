package dev.gatehouse.aws;

import java.util.Optional;

/// An Amazon Resource Name, `arn:partition:service:region:account:resource`.
///
/// @param region empty for global services
/// @param account empty for a few services, `aws` for AWS's own policies
/// @param resource may hold colons and slashes of its own
public record Arn(
    String partition, String service, String region, String account, String resource) {
  public static Arn of(String service, Region region, AccountId account, String resource) {
    return new Arn("aws", service, region.code(), account.digits(), resource);
  }

  /// For services without regions: IAM, and STS principals.
  public static Arn global(String service, AccountId account, String resource) {
    return new Arn("aws", service, "", account.digits(), resource);
  }

  /// Empty when the text is no ARN.
  public static Optional<Arn> parse(String text) {
    String[] parts = text.split(":", 6);
    if (parts.length != 6 || !parts[0].equals("arn") || parts[5].isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new Arn(parts[1], parts[2], parts[3], parts[4], parts[5]));
  }

  @Override
  public String toString() {
    return String.join(":", "arn", partition, service, region, account, resource);
  }
}
