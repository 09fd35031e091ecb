package dev.gatehouse.cloudformation;

import java.util.Optional;
import java.util.regex.Pattern;

/// One stack of an assembly.
///
/// @param environment as cloud assemblies write it: `aws://ACCOUNT/REGION`, where either may be
///   `unknown-account` or `unknown-region`
public record StackTemplate(
    String name, Template template, AssetLocator assets, String environment) {
  private static final Pattern ENVIRONMENT =
      Pattern.compile("aws://(?<account>[^/]+)/(?<region>[^/]+)");

  /// A stack for any account and region.
  public StackTemplate(String name, Template template, AssetLocator assets) {
    this(name, template, assets, "aws://unknown-account/unknown-region");
  }

  /// The account that the template was synthesized for.
  public Optional<String> account() {
    return environment("account").filter(name -> !name.equals("unknown-account"));
  }

  /// The region that the template was synthesized for.
  public Optional<String> region() {
    return environment("region").filter(name -> !name.equals("unknown-region"));
  }

  private Optional<String> environment(String part) {
    var matcher = ENVIRONMENT.matcher(environment);
    return matcher.matches() ? Optional.of(matcher.group(part)) : Optional.empty();
  }
}
