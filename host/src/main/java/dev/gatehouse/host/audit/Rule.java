package dev.gatehouse.host.audit;

import java.util.List;

/// One thing that makes a lock worth less than it looks.
public sealed interface Rule
    permits BadAcceptance,
        CorsWildcardCredentials,
        GreedyRoute,
        IdTokenAccepted,
        JwtWithoutScopes,
        LongLivedTokens,
        MachineClientUserFlows,
        NoAccessLog,
        NoAuthorizer,
        NoThrottling,
        OpenFunctionUrl,
        PublicPermission,
        QuickCreate,
        SecondStage,
        TwoDoors,
        UnknownLock,
        WideRole {
  /// As acceptances name it.
  String id();

  /// What it usually is; a finding may be less.
  Severity severity();

  /// One line.
  String title();

  String why();

  String remedy();

  /// @return none accepted yet
  List<Finding> findings(Blueprint blueprint);

  default Finding finding(String resource, String what) {
    return finding(severity(), resource, what);
  }

  default Finding finding(Severity severity, String resource, String what) {
    return new Finding(this, severity, resource, what, null);
  }
}
