package dev.gatehouse.cognito;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.regex.Pattern;

/// A user pool with everything that belongs to it, as the template resolves it. It may still hold
/// what Cognito refuses: ask [#faults()] before building on it.
///
/// @param logicalId of the template's `AWS::Cognito::UserPool`
/// @param id `region_` and nine letters and digits
/// @param issuer the `iss` of every token from this pool. Verifiers compare it byte for byte: it
///   ends with the id, without a slash after it
public record UserPoolConfig(
    String logicalId,
    String id,
    String name,
    String issuer,
    List<ResourceServer> resourceServers,
    List<AppClient> clients,
    List<Domain> domains,
    UserRules users) {
  private static final Pattern ID = Pattern.compile("[\\w-]+_[0-9a-zA-Z]+");
  private static final int MAX_ID_LENGTH = 55;

  public UserPoolConfig {
    requireNonNull(logicalId, "logicalId");
    requireNonNull(name, "name");
    if (id.length() > MAX_ID_LENGTH || !ID.matcher(id).matches()) {
      throw new IllegalArgumentException("not a user pool id: " + id);
    }
    if (!issuer.endsWith("/" + id)) {
      throw new IllegalArgumentException("issuer " + issuer + " does not end with /" + id);
    }
    resourceServers = List.copyOf(resourceServers);
    clients = List.copyOf(clients);
    domains = List.copyOf(domains);
    requireNonNull(users, "users");
  }

  /// A pool that says nothing of users.
  public UserPoolConfig(
      String logicalId,
      String id,
      String name,
      String issuer,
      List<ResourceServer> resourceServers,
      List<AppClient> clients,
      List<Domain> domains) {
    this(logicalId, id, name, issuer, resourceServers, clients, domains, UserRules.DEFAULT);
  }

  /// Everything for which Cognito would refuse this pool, its resource servers, clients and
  /// domains; empty when it would take them all.
  public List<ConfigFault> faults() {
    return new ConfigCheck(this).faults();
  }

  /// @throws IllegalArgumentException naming the faults, when there are any
  void requireFaultless() {
    List<ConfigFault> faults = faults();
    if (!faults.isEmpty()) {
      throw new IllegalArgumentException("user pool " + id + " cannot be: " + faults);
    }
  }
}
