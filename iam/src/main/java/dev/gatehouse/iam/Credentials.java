package dev.gatehouse.iam;

import static java.util.Objects.requireNonNull;

import dev.gatehouse.aws.AccessKey;
import dev.gatehouse.aws.AccessRequest;
import dev.gatehouse.aws.CredentialStore;
import dev.gatehouse.aws.Principal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The access keys of an account: long-term ones from the configuration, and those of role
/// sessions, which it makes. Safe for use by many threads.
public final class Credentials implements CredentialStore {
  /// API_AssumeRole, DurationSeconds.
  public static final Duration SHORTEST_SESSION = Duration.ofMinutes(15);

  // How long an expired key is still told apart from an unknown one.
  private static final Duration REMEMBERED = Duration.ofHours(1);
  private static final Pattern SESSION_NAME = Pattern.compile("[\\w+=,.@-]{2,64}");

  /// Who wants to become which role.
  ///
  /// @param service the service principal, `lambda.amazonaws.com` say
  /// @param sessionName 2 to 64 of the characters `A-Za-z0-9_+=,.@-` (API_AssumeRole)
  /// @param context condition keys for the trust policy, `aws:SourceArn` say
  public record Assumption(
      String service,
      String roleArn,
      String sessionName,
      Duration duration,
      Map<String, List<String>> context) {
    public Assumption {
      requireNonNull(service, "service");
      requireNonNull(roleArn, "roleArn");
      requireNonNull(sessionName, "sessionName");
      requireNonNull(duration, "duration");
      context = Map.copyOf(context);
    }
  }

  public sealed interface Assumed {
    record Session(AccessKey key) implements Assumed {}

    /// @param because for the owner: what would have to change
    record Refused(String because) implements Assumed {}
  }

  private final Map<String, AccessKey> longTerm;
  private final Map<String, Role> roles;
  private final InstantSource clock;
  private final Ids ids;
  private final int maxSessions;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, AccessKey> sessions = new HashMap<>();

  /// @param maxSessions how many sessions may live at once
  /// @throws IllegalArgumentException when the configuration has [faults][IamConfig#faults]
  public Credentials(IamConfig config, InstantSource clock, Ids ids, int maxSessions) {
    config.checked();
    this.longTerm =
        config.accessKeys().stream()
            .collect(Collectors.toUnmodifiableMap(AccessKey::id, Function.identity()));
    this.roles =
        config.roles().stream()
            .collect(Collectors.toUnmodifiableMap(Role::arn, Function.identity()));
    this.clock = clock;
    this.ids = ids;
    this.maxSessions = maxSessions;
  }

  @Override
  public Optional<AccessKey> find(String accessKeyId) {
    var key = longTerm.get(accessKeyId);
    if (key != null) {
      return Optional.of(key);
    }
    lock.lock();
    try {
      return Optional.ofNullable(sessions.get(accessKeyId));
    } finally {
      lock.unlock();
    }
  }

  /// Makes temporary credentials of a role for a service, if the role's trust policy lets it.
  public Assumed assume(Assumption wanted) {
    var role = roles.get(wanted.roleArn());
    if (role == null) {
      return new Assumed.Refused("there is no role " + wanted.roleArn());
    }
    if (!SESSION_NAME.matcher(wanted.sessionName()).matches()) {
      return new Assumed.Refused("not a session name: " + wanted.sessionName());
    }
    if (wanted.duration().compareTo(SHORTEST_SESSION) < 0
        || wanted.duration().compareTo(role.maxSession()) > 0) {
      return new Assumed.Refused(
          "sessions of %s last from %s to %s, not %s"
              .formatted(role.arn(), SHORTEST_SESSION, role.maxSession(), wanted.duration()));
    }
    return distrust(role, wanted)
        .<Assumed>map(Assumed.Refused::new)
        .orElseGet(() -> open(role, wanted));
  }

  private Optional<String> distrust(Role role, Assumption wanted) {
    var request =
        new AccessRequest(
            new Principal.Service(wanted.service()),
            "sts:AssumeRole",
            role.arn(),
            wanted.context());
    var context = PrincipalKeys.context(request, role.account().digits(), clock.instant());
    var inquiry =
        new Inquiry(request.principal(), request.action(), request.resource(), context, false);
    var trust =
        new PolicySet(
            PolicyType.TRUST, List.of(new NamedPolicy("trust of " + role.name(), role.trust())));
    var none = List.<NamedPolicy>of();
    var policies =
        new Judgement.Policies(
            new PolicySet(PolicyType.IDENTITY, none),
            new PolicySet(PolicyType.BOUNDARY, none),
            trust,
            true);
    var explanation = new Explanation(inquiry);
    return switch (Judgement.of(inquiry, policies)) {
      case Judgement.Allowed() -> Optional.empty();
      case Judgement.ExplicitlyDenied(_, var source) -> Optional.of(explanation.denied(source));
      case Judgement.NotAllowed(var missing) -> Optional.of(explanation.notAllowed(missing));
    };
  }

  private Assumed open(Role role, Assumption wanted) {
    Instant now = clock.instant();
    var session = new AccessKey.Session(ids.sessionToken(), now.plus(wanted.duration()));
    lock.lock();
    try {
      sweep(now.minus(REMEMBERED));
      if (sessions.size() >= maxSessions) {
        sweep(now);
      }
      if (sessions.size() >= maxSessions) {
        return new Assumed.Refused("%d sessions are open, the limit".formatted(maxSessions));
      }
      var key =
          new AccessKey(
              unusedKeyId(), ids.secretAccessKey(), role.session(wanted.sessionName()), session);
      sessions.put(key.id(), key);
      return new Assumed.Session(key);
    } finally {
      lock.unlock();
    }
  }

  private String unusedKeyId() {
    String id = ids.sessionKeyId();
    while (sessions.containsKey(id)) {
      id = ids.sessionKeyId();
    }
    return id;
  }

  private void sweep(Instant expiredBy) {
    sessions
        .values()
        .removeIf(key -> key.session() == null || !key.session().expires().isAfter(expiredBy));
  }
}
