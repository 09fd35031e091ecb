package dev.gatehouse.iam;

/// As AWS's access denied messages name them (troubleshoot_access-denied.html).
enum PolicyType {
  IDENTITY("identity-based policy", "an identity-based policy"),
  BOUNDARY("permissions boundary", "a permissions boundary"),
  RESOURCE("resource-based policy", "a resource-based policy"),
  TRUST("trust policy", "a trust policy");

  final String words;
  final String withArticle;

  PolicyType(String words, String withArticle) {
    this.words = words;
    this.withArticle = withArticle;
  }
}
