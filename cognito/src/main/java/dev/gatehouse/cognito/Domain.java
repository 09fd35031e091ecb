package dev.gatehouse.cognito;

import static java.util.Objects.requireNonNull;

/// The host of a pool's OAuth endpoints.
public sealed interface Domain {
  /// Of the template's `AWS::Cognito::UserPoolDomain`.
  String logicalId();

  /// The template's `Domain` property.
  String name();

  /// `PREFIX.auth.REGION.amazoncognito.com`.
  ///
  /// @param name the prefix
  record Prefix(String logicalId, String name) implements Domain {
    public Prefix {
      requireNonNull(logicalId, "logicalId");
      requireNonNull(name, "name");
    }
  }

  /// A host name of the owner's, from a template with `CustomDomainConfig`.
  ///
  /// @param name the host name
  record Custom(String logicalId, String name) implements Domain {
    public Custom {
      requireNonNull(logicalId, "logicalId");
      requireNonNull(name, "name");
    }
  }
}
