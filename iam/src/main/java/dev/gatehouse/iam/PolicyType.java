package dev.gatehouse.iam;

/// As AWS's access denied messages name them (troubleshoot_access-denied.html).
enum PolicyType {
  IDENTITY("identity-based policy", "an identity-based policy"),
  BOUNDARY("permissions boundary", "a permissions boundary"),
  RESOURCE("resource-based policy", "a resource-based policy"),
  SESSION("session policy", "a session policy"),
  TRUST("role trust policy", "the role trust policy");

  final String words;
  final String withArticle;

  PolicyType(String words, String withArticle) {
    this.words = words;
    this.withArticle = withArticle;
  }
}
