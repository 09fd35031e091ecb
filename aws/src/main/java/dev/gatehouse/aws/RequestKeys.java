package dev.gatehouse.aws;

import dev.gatehouse.http.HttpRequest;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The condition keys that follow from a request itself and from the key that signed it
/// (reference_policies_condition-keys.html): the same at every door.
public final class RequestKeys {
  private RequestKeys() {}

  /// @param signer null for an unsigned request
  /// @return may be added to
  public static Map<String, List<String>> of(HttpRequest request, @Nullable AccessKey signer) {
    var keys = new HashMap<String, List<String>>();
    keys.put("aws:SourceIp", List.of(request.client()));
    request.headers().first("user-agent").ifPresent(it -> keys.put("aws:UserAgent", List.of(it)));
    request.headers().first("referer").ifPresent(it -> keys.put("aws:Referer", List.of(it)));
    if (signer != null && signer.session() != null) {
      String issued = signer.session().issued().truncatedTo(ChronoUnit.SECONDS).toString();
      keys.put("aws:TokenIssueTime", List.of(issued));
      // There are no devices here to authenticate with; long-term keys have no such key at all.
      keys.put("aws:MultiFactorAuthPresent", List.of("false"));
    }
    return keys;
  }
}
