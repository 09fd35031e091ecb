package dev.gatehouse.aws;

import java.time.Instant;

/// Signs canonical requests as the holder of the key did at that time.
record SigV4Calculation(SigV4Key key, Instant signedAt, SigV4Scope scope) {
  SigV4Calculation with(Secret secret) {
    return new SigV4Calculation(SigV4Key.derive(secret, scope), signedAt, scope);
  }

  String signature(SigV4CanonicalRequest request) {
    return key.sign(
        String.join(
            "\n",
            SigV4Signature.ALGORITHM,
            SigV4Time.text(signedAt),
            scope.toString(),
            request.hash()));
  }
}
