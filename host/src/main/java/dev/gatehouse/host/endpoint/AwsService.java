package dev.gatehouse.host.endpoint;

import static java.util.Objects.requireNonNull;

import dev.gatehouse.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// A service behind the AWS endpoint.
interface AwsService {
  /// The service's name in credential scopes.
  String signingName();

  /// Reads a call whose signature holds; nothing is done yet, and nothing looked up that would tell
  /// the caller more than its own words.
  ///
  /// @throws AwsError when it cannot be understood
  Prepared prepare(AwsCall call);

  /// @param permissions what the caller must be allowed first, all of it
  /// @param carryOut does it; throws [AwsError] when it cannot be done
  record Prepared(List<Permission> permissions, Supplier<HttpResponse> carryOut) {
    public Prepared {
      permissions = List.copyOf(permissions);
      requireNonNull(carryOut, "carryOut");
    }
  }

  /// @param resource an ARN, or `*`
  /// @param context condition keys of the operation's own, `sts:ExternalId` say
  record Permission(String action, String resource, Map<String, List<String>> context) {
    public Permission {
      requireNonNull(action, "action");
      requireNonNull(resource, "resource");
      context = Map.copyOf(context);
    }

    Permission(String action, String resource) {
      this(action, resource, Map.of());
    }

    @Override
    public String toString() {
      return action + " on " + resource;
    }
  }
}
