package dev.gatehouse.iam;

import static java.util.Objects.requireNonNull;

import dev.gatehouse.aws.AccessCheck.Decision;
import dev.gatehouse.aws.AccessKey;
import dev.gatehouse.aws.AccessRequest;
import dev.gatehouse.aws.CredentialStore;
import dev.gatehouse.aws.Principal;
import dev.gatehouse.aws.SessionPolicies;
import dev.gatehouse.aws.SessionTags;
import dev.gatehouse.aws.Tags;
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

/// The access keys of an account: long-term ones from the configuration, and those of sessions,
/// which it makes. Safe for use by many threads.
public final class Credentials implements CredentialStore {
  /// API_AssumeRole and API_GetSessionToken, DurationSeconds.
  public static final Duration SHORTEST_SESSION = Duration.ofMinutes(15);

  // How long an expired key is still told apart from an unknown one.
  private static final Duration REMEMBERED = Duration.ofHours(1);
  private static final Pattern SESSION_NAME = Pattern.compile("[\\w+=,.@-]{2,64}");

  /// Who wants to become which role.
  ///
  /// @param caller a user, a session, or a service principal
  /// @param sessionName 2 to 64 of the characters `A-Za-z0-9_+=,.@-` (API_AssumeRole)
  /// @param policies what the session is to be narrowed to
  /// @param tags what the session is to be tagged with, besides what the caller's session hands on
  /// @param context condition keys for the trust policy, `sts:ExternalId` say
  public record Assumption(
      Principal caller,
      String roleArn,
      String sessionName,
      Duration duration,
      SessionPolicies policies,
      SessionTags tags,
      Map<String, List<String>> context) {
    public Assumption {
      requireNonNull(caller, "caller");
      requireNonNull(roleArn, "roleArn");
      requireNonNull(sessionName, "sessionName");
      requireNonNull(duration, "duration");
      requireNonNull(policies, "policies");
      requireNonNull(tags, "tags");
      context = Map.copyOf(context);
    }

    /// A caller's session hands on tags that it cannot be asked to change.
    SessionTags inherited() {
      return caller instanceof Principal.RoleSession session
          ? session.tags().handedOn()
          : SessionTags.NONE;
    }
  }

  public sealed interface Opening {
    /// @param key its [AccessKey#session()] is there
    record Session(AccessKey key) implements Opening {}

    /// The role's trust policy or the caller's own policies say no.
    record NotPermitted(Decision.Refused refusal) implements Opening {}

    /// The role exists and trusts the caller, but not for as long.
    record TooLong(Duration longest) implements Opening {}

    /// A tag was asked for that the caller's own session hands on.
    record TagConflict() implements Opening {}

    /// @param because for the owner: what would have to change
    record Impossible(String because) implements Opening {}
  }

  private final Map<String, AccessKey> longTerm;
  private final Map<String, Role> roles;
  private final Policies policies;
  private final InstantSource clock;
  private final Ids ids;
  private final Sessions sessions;

  /// Keys that were made, whatever configuration they were made under.
  private static final class Sessions {
    private final int max;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, AccessKey> keys = new HashMap<>();

    Sessions(int max) {
      this.max = max;
    }

    Optional<AccessKey> find(String accessKeyId) {
      lock.lock();
      try {
        return Optional.ofNullable(keys.get(accessKeyId));
      } finally {
        lock.unlock();
      }
    }

    private String unusedId(Ids ids) {
      String id = ids.sessionKeyId();
      while (keys.containsKey(id)) {
        id = ids.sessionKeyId();
      }
      return id;
    }

    private void sweep(Instant expiredBy) {
      keys.values()
          .removeIf(key -> key.session() == null || !key.session().expires().isAfter(expiredBy));
    }
  }

  /// @param policies of the same configuration
  /// @param maxSessions how many sessions may live at once
  /// @throws IllegalArgumentException when the configuration has [faults][IamConfig#faults]
  public Credentials(
      IamConfig config, Policies policies, InstantSource clock, Ids ids, int maxSessions) {
    this(config, policies, clock, ids, new Sessions(maxSessions));
  }

  private Credentials(
      IamConfig config, Policies policies, InstantSource clock, Ids ids, Sessions sessions) {
    config.checked();
    this.longTerm =
        config.accessKeys().stream()
            .collect(Collectors.toUnmodifiableMap(AccessKey::id, Function.identity()));
    this.roles =
        config.roles().stream()
            .collect(Collectors.toUnmodifiableMap(Role::arn, Function.identity()));
    this.policies = policies;
    this.clock = clock;
    this.ids = ids;
    this.sessions = sessions;
  }

  /// The same account after a change of its configuration: sessions that are open stay open, and
  /// are judged by the new policies.
  ///
  /// @param policies of the same configuration
  /// @throws IllegalArgumentException when the configuration has [faults][IamConfig#faults]
  public Credentials after(IamConfig config, Policies policies) {
    return new Credentials(config, policies, clock, ids, sessions);
  }

  @Override
  public Optional<AccessKey> find(String accessKeyId) {
    var key = longTerm.get(accessKeyId);
    return key != null ? Optional.of(key) : sessions.find(accessKeyId);
  }

  /// The role of this ARN.
  public Optional<Role> role(String arn) {
    return Optional.ofNullable(roles.get(arn));
  }

  /// Makes temporary credentials of a role, if its trust policy and the caller's policies let the
  /// caller have them (API_AssumeRole). Of a role that is not there, nothing more is told than of
  /// one that trusts somebody else.
  public Opening assume(Assumption wanted) {
    var request =
        new AccessRequest(wanted.caller(), "sts:AssumeRole", wanted.roleArn(), wanted.context());
    var role = roles.get(wanted.roleArn());
    if (role == null) {
      return new Opening.NotPermitted(unknownRole(request));
    }
    if (policies.check(request) instanceof Decision.Refused refusal) {
      return new Opening.NotPermitted(refusal);
    }
    // Tags are asked for beside the role itself (id_session-tags.html, Permissions to add).
    if (!wanted.tags().tags().values().isEmpty()
        && policies.check(tagging(request)) instanceof Decision.Refused refusal) {
      return new Opening.NotPermitted(refusal);
    }
    if (wanted.caller() instanceof Principal.Root) {
      return new Opening.Impossible("the root user cannot assume a role");
    }
    if (!SESSION_NAME.matcher(wanted.sessionName()).matches()) {
      return new Opening.Impossible("not a session name: " + wanted.sessionName());
    }
    if (wanted.duration().compareTo(SHORTEST_SESSION) < 0) {
      return new Opening.Impossible("a session lasts " + SHORTEST_SESSION + " at least");
    }
    if (wanted.duration().compareTo(role.maxSession()) > 0) {
      return new Opening.TooLong(role.maxSession());
    }
    var faults = policies.faults(wanted.policies());
    if (!faults.isEmpty()) {
      return new Opening.Impossible("the session's policies have faults: " + faults);
    }
    var inherited = wanted.inherited();
    if (wanted.tags().tags().values().keySet().stream().anyMatch(inherited.tags()::has)) {
      return new Opening.TagConflict();
    }
    var tags = wanted.tags().with(inherited);
    return tags.isEmpty()
        ? new Opening.Impossible("a session has " + Tags.MOST + " tags at most")
        : open(
            role.session(wanted.sessionName(), wanted.policies(), tags.get()), wanted.duration());
  }

  private static AccessRequest tagging(AccessRequest assuming) {
    return new AccessRequest(
        assuming.principal(), "sts:TagSession", assuming.resource(), assuming.context());
  }

  /// Makes temporary credentials of a long-term key's own principal (API_GetSessionToken).
  public Opening session(AccessKey caller, Duration duration) {
    return caller.session() == null
        ? open(caller.principal(), duration)
        : new Opening.Impossible("a session opens no other session of its own");
  }

  private static Decision.Refused unknownRole(AccessRequest request) {
    String because = "there is no role " + request.resource();
    return Policies.refused(request, "", because);
  }

  private Opening open(Principal principal, Duration duration) {
    Instant now = clock.instant();
    var session = new AccessKey.Session(ids.sessionToken(), now, now.plus(duration));
    sessions.lock.lock();
    try {
      sessions.sweep(now.minus(REMEMBERED));
      if (sessions.keys.size() >= sessions.max) {
        sessions.sweep(now);
      }
      if (sessions.keys.size() >= sessions.max) {
        return new Opening.Impossible("%d sessions are open, the limit".formatted(sessions.max));
      }
      var key = new AccessKey(sessions.unusedId(ids), ids.secretAccessKey(), principal, session);
      sessions.keys.put(key.id(), key);
      return new Opening.Session(key);
    } finally {
      sessions.lock.unlock();
    }
  }
}
