package dev.gatehouse.host.audit;

/// That somebody takes a finding as it is: written in the template, at the resource of the finding.
///
/// ```yaml
/// Metadata: {Gatehouse: {Accept: [{Finding: no-authorizer, Reason: 'the status page is public'}]}}
/// ```
///
/// @param generated whether the resource is one of SAM's, so that those made of it count as it
/// @param rule the finding's id; may be anything
/// @param reason may be blank
public record Acceptance(String resource, boolean generated, String rule, String reason) {
  boolean covers(Finding finding) {
    return !reason.isBlank()
        && finding.rule().id().equals(rule)
        && (finding.resource().equals(resource)
            || finding.resource().startsWith(resource + " ")
            || (generated && finding.resource().startsWith(resource)));
  }
}
