package dev.gatehouse.host.audit;

import java.util.List;
import java.util.Optional;

/// All rules, the worst first.
public final class Rules {
  static final BadAcceptance ACCEPTANCE = new BadAcceptance();

  public static final List<Rule> ALL =
      List.of(
          new NoAuthorizer(),
          new QuickCreate(),
          new OpenFunctionUrl(),
          new PublicPermission(),
          new GreedyRoute(),
          new CorsWildcardCredentials(),
          new WideRole(),
          new TwoDoors(),
          new UnknownLock(),
          new JwtWithoutScopes(),
          new IdTokenAccepted(),
          new LongLivedTokens(),
          new MachineClientUserFlows(),
          ACCEPTANCE,
          new SecondStage(),
          new NoAccessLog(),
          new NoThrottling());

  private Rules() {}

  static Optional<Rule> find(String id) {
    return ALL.stream().filter(rule -> rule.id().equals(id)).findFirst();
  }
}
