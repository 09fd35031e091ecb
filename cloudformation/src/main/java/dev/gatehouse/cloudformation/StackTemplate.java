package dev.gatehouse.cloudformation;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

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

  /// The plain CloudFormation that the transforms make of the template: SAM's and `AWS::Include`.
  /// No intrinsic function is resolved.
  ///
  /// @throws TemplateException with all that keeps it from being expanded
  public ObjectNode expanded(Map<String, String> parameters) {
    var findings = new Findings();
    ObjectNode expanded = Transforms.applied(template.root(), parameters, assets, findings);
    if (findings.faulty()) {
      throw new TemplateException(findings.faults());
    }
    return expanded;
  }

  private Optional<String> environment(String part) {
    var matcher = ENVIRONMENT.matcher(environment);
    return matcher.matches() ? Optional.of(matcher.group(part)) : Optional.empty();
  }
}
