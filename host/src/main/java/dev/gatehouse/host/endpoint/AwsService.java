package dev.gatehouse.host;

import dev.gatehouse.aws.AccessKey;
import dev.gatehouse.http.HttpRequest;
import dev.gatehouse.http.HttpResponse;
import java.util.List;

/// A service behind the AWS endpoint.
interface AwsService {
  /// The service's name in credential scopes.
  String signingName();

  /// What the caller must be allowed before the operation is carried out.
  Needed permissions(HttpRequest request);

  /// Carries the operation out. The caller is known and allowed.
  ///
  /// @throws Unavailable when what stands behind the service does not answer
  HttpResponse answer(HttpRequest request, AccessKey caller, String requestId);

  /// For the owner; the guest is told of an internal error.
  final class Unavailable extends RuntimeException {
    Unavailable(Throwable cause) {
      super(cause.getMessage(), cause);
    }
  }

  /// @param resource an ARN, or `*`
  record Permission(String action, String resource) {
    @Override
    public String toString() {
      return action + " on " + resource;
    }
  }

  sealed interface Needed {
    record These(List<Permission> permissions) implements Needed {
      public These {
        permissions = List.copyOf(permissions);
      }
    }

    /// No such operation here.
    record Nothing(String problem) implements Needed {}

    record Malformed(String code, String message) implements Needed {}
  }
}
