package dev.gatehouse.aws;

import static java.util.Objects.requireNonNull;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What a session was tagged with when it was opened (id_session-tags.html).
///
/// @param transitive in lower case; keys whose tags go on to sessions that this one opens
public record SessionTags(Tags tags, Set<String> transitive) {
  public static final SessionTags NONE = new SessionTags(Tags.NONE, Set.of());

  public SessionTags {
    requireNonNull(tags, "tags");
    transitive =
        transitive.stream()
            .map(key -> key.toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());
  }

  /// These and what the session inherits; empty when that is more than a session may have.
  public Optional<SessionTags> with(SessionTags inherited) {
    var all = new LinkedHashMap<>(inherited.tags.values());
    all.putAll(tags.values());
    if (Tags.problem(all).isPresent()) {
      return Optional.empty();
    }
    var goingOn = new HashSet<>(inherited.transitive);
    goingOn.addAll(transitive);
    return Optional.of(new SessionTags(new Tags(all), goingOn));
  }

  /// What a session that this one opens has from the start.
  public SessionTags handedOn() {
    var kept = new LinkedHashMap<>(tags.values());
    kept.keySet().removeIf(key -> !transitive.contains(key.toLowerCase(Locale.ROOT)));
    return new SessionTags(new Tags(kept), transitive);
  }
}
