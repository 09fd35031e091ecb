package dev.gatehouse.aws;

import java.util.Optional;

/// What a credential says of itself: `keyid/date/region/service/aws4_request`.
record SigV4Scope(
    String accessKeyId, String date, String region, String service, String terminator) {
  static final String TERMINATOR = "aws4_request";

  static Optional<SigV4Scope> parse(String credential) {
    String[] parts = credential.split("/", -1);
    return parts.length == 5
        ? Optional.of(new SigV4Scope(parts[0], parts[1], parts[2], parts[3], parts[4]))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return String.join("/", date, region, service, terminator);
  }
}
