package dev.gatehouse.aws;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a request claims about its own signature; nothing in it is proven.
///
/// @param credential `keyid/date/region/service/aws4_request`, not yet taken apart
/// @param signedHeaders lower-case and sorted
/// @param presignedFor how long a presigned URL is good for; null for a signature in the header
/// @param sessionToken null when none was sent
record SigV4Signature(
    String algorithm,
    String credential,
    List<String> signedHeaders,
    String signature,
    Instant signedAt,
    @Nullable Duration presignedFor,
    @Nullable String sessionToken) {
  static final String ALGORITHM = "AWS4-HMAC-SHA256";

  private static final Pattern HEADER_NAME = Pattern.compile(":authority|[a-z0-9!#$%&'*+.^_`|~-]+");

  SigV4Signature {
    requireNonNull(algorithm, "algorithm");
    requireNonNull(credential, "credential");
    requireNonNull(signature, "signature");
    requireNonNull(signedAt, "signedAt");
    signedHeaders = List.copyOf(signedHeaders);
  }

  boolean presigned() {
    return presignedFor != null;
  }

  /// Signers sort; a list in any other order was tampered with, or made by a client that AWS
  /// refuses as well.
  static List<String> signedHeaders(String list) {
    List<String> names = List.of(list.split(";", -1));
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      if (!HEADER_NAME.matcher(name).matches()) {
        throw SigV4Exception.ambiguous("SignedHeaders holds a name that is no lower-case header");
      }
      if (i > 0 && names.get(i - 1).compareTo(name) >= 0) {
        throw SigV4Exception.ambiguous("SignedHeaders is not sorted at " + name);
      }
    }
    return names;
  }

  /// Neither the signature nor the session token.
  @Override
  public String toString() {
    return "SigV4Signature[" + credential + " over " + signedHeaders + " at " + signedAt + "]";
  }
}
