package dev.gatehouse.aws;

import static java.util.Objects.requireNonNull;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.gatehouse.door.Reason;
import dev.gatehouse.http.HttpHeader;
import dev.gatehouse.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Verifies Signature Version 4 over the request as it arrived (create-signed-request.html), in the
/// header and in the presigned form. For services other than S3: the path is encoded twice, and the
/// payload hash is always that of the body that came.
///
/// Checks stop at the first fault, in the order in which AWS's front ends were seen to check: form,
/// date, signed headers, algorithm, scope, key, session, signature.
public final class SigV4Verifier {
  private static final int SIGNING_KEYS = 100;

  private record Derivation(Secret secret, SigV4Scope scope) {}

  private final CredentialStore credentials;
  private final Clock clock;
  private final Region region;
  private final List<String> services;
  private final Duration window;

  /// Of keys in use, which are good for a day.
  private final Cache<Derivation, SigV4Key> signingKeys =
      Caffeine.newBuilder().maximumSize(SIGNING_KEYS).executor(Runnable::run).build();

  /// @param services the names that a credential may be scoped to, `lambda` say; refusals quote the
  ///   first
  /// @param window how far the signer's clock may be off either way: five minutes for Lambda,
  ///   fifteen for the older services
  public SigV4Verifier(
      CredentialStore credentials,
      Clock clock,
      Region region,
      List<String> services,
      Duration window) {
    this.credentials = requireNonNull(credentials, "credentials");
    this.clock = requireNonNull(clock, "clock");
    this.region = requireNonNull(region, "region");
    this.services = List.copyOf(services);
    this.window = requireNonNull(window, "window");
    if (services.isEmpty()) {
      throw new IllegalArgumentException("no service to verify signatures for");
    }
  }

  public SigV4Result verify(HttpRequest request) {
    try {
      SigV4Signature signature = SigV4Parser.parse(request, window);
      checkTime(signature);
      checkSignedHeaders(signature, request);
      checkAlgorithm(signature);
      SigV4Scope scope = scope(signature);
      checkScope(scope, signature.signedAt());
      AccessKey key = key(scope);
      checkSession(key, signature);
      checkSignature(key, scope, signature, request);
      return new SigV4Result.Verified(key, scope.service());
    } catch (SigV4Exception refusal) {
      return refusal.rejected();
    }
  }

  private void checkTime(SigV4Signature signature) {
    Instant now = clock.instant();
    Instant signed = signature.signedAt();
    Duration lifetime = signature.presignedFor() == null ? window : signature.presignedFor();
    if (signed.isBefore(now.minus(lifetime))) {
      throw SigV4Exception.invalid(
          "Signature expired: %s is now earlier than %s (%s - %d min.)"
              .formatted(
                  SigV4Time.text(signed),
                  SigV4Time.text(now.minus(lifetime)),
                  SigV4Time.text(now),
                  lifetime.toMinutes()),
          new Reason.SignatureTimeOutsideWindow(signed, now, lifetime));
    }
    if (signed.isAfter(now.plus(window))) {
      throw SigV4Exception.invalid(
          "Signature not yet current: %s is still later than %s (%s + %d min.)"
              .formatted(
                  SigV4Time.text(signed),
                  SigV4Time.text(now.plus(window)),
                  SigV4Time.text(now),
                  window.toMinutes()),
          new Reason.SignatureTimeOutsideWindow(signed, now, window));
    }
  }

  private static void checkSignedHeaders(SigV4Signature signature, HttpRequest request) {
    List<String> signed = signature.signedHeaders();
    if (!signed.contains("host") && !signed.contains(":authority")) {
      throw notSigned("'Host' or ':authority'", "host");
    }
    if (request.headers().all("host").size() > 1) {
      throw SigV4Exception.ambiguous("the request has more than one Host header");
    }
    for (HttpHeader header : request.headers()) {
      String name = header.name().toLowerCase(Locale.ROOT);
      if (name.startsWith("x-amz-") && !signed.contains(name)) {
        throw notSigned("'" + name + "'", name);
      }
    }
  }

  private static SigV4Exception notSigned(String quoted, String name) {
    return SigV4Exception.invalid(
        quoted + " must be a 'SignedHeader' in the AWS Authorization.",
        new Reason.MalformedSignature(
            "the header " + name + " is not among the signed ones; sign it too"));
  }

  private static void checkAlgorithm(SigV4Signature signature) {
    if (!signature.algorithm().equals(SigV4Signature.ALGORITHM)) {
      throw SigV4Exception.incomplete(
          "Unsupported AWS 'algorithm': '" + signature.algorithm() + "'.",
          "its algorithm is " + signature.algorithm() + ", not " + SigV4Signature.ALGORITHM);
    }
  }

  private static SigV4Scope scope(SigV4Signature signature) {
    return SigV4Scope.parse(signature.credential())
        .orElseThrow(() ->
            SigV4Exception.incomplete(
                "Credential must have exactly 5 slash-delimited elements, e.g."
                    + " keyid/date/region/service/term, got '"
                    + signature.credential()
                    + "'",
                "its Credential is not keyid/date/region/service/aws4_request"));
  }

  /// One sentence for each part that is wrong; the owner is told of the first.
  private void checkScope(SigV4Scope scope, Instant signedAt) {
    String day = SigV4Time.day(signedAt);
    var sentences = new StringBuilder();
    var reasons = new ArrayList<Reason>();
    if (!scope.region().equals(region.code())) {
      sentences.append("Credential should be scoped to a valid region. ");
      reasons.add(new Reason.WrongCredentialScope("region", region.code(), scope.region()));
    }
    if (!services.contains(scope.service())) {
      String expected = services.getFirst();
      sentences.append(
          "Credential should be scoped to correct service: '%s'. ".formatted(expected));
      reasons.add(new Reason.WrongCredentialScope("service", expected, scope.service()));
    }
    if (!scope.terminator().equals(SigV4Scope.TERMINATOR)) {
      sentences.append("Credential should be scoped with a valid terminator: 'aws4_request'. ");
      reasons.add(
          new Reason.WrongCredentialScope("terminator", SigV4Scope.TERMINATOR, scope.terminator()));
    }
    if (!scope.date().equals(day)) {
      sentences.append(
          ("Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from"
                  + " HTTP: '%s' != '%s', from '%s'. ")
              .formatted(scope.date(), day, SigV4Time.text(signedAt)));
      reasons.add(new Reason.WrongCredentialScope("date", day, scope.date()));
    }
    if (!reasons.isEmpty()) {
      throw SigV4Exception.invalid(sentences.toString(), reasons.getFirst());
    }
  }

  private AccessKey key(SigV4Scope scope) {
    return credentials
        .find(scope.accessKeyId())
        .orElseThrow(() ->
            new SigV4Exception(
                new SigV4Fault.UnknownKey(), new Reason.UnknownAccessKey(scope.accessKeyId())));
  }

  /// The token is half of a temporary key, so the guest hears the same of a wrong one as of a wrong
  /// key; only who holds the right one learns that it has expired.
  private void checkSession(AccessKey key, SigV4Signature signature) {
    String sent = signature.sessionToken();
    AccessKey.Session session = key.session();
    if (session == null) {
      if (sent != null) {
        throw badToken(key, "was sent, but this is a long-term key that has none: leave it out");
      }
      return;
    }
    if (sent == null) {
      throw badToken(key, "is missing; temporary keys send it as x-amz-security-token");
    }
    if (!session.token().matches(sent)) {
      throw badToken(
          key, "is not the one that was issued with the key: keep a key's three parts together");
    }
    if (!clock.instant().isBefore(session.expires())) {
      throw new SigV4Exception(
          new SigV4Fault.TokenExpired(),
          new Reason.BadSessionToken(
              key.id(), "expired at " + session.expires() + ": open a new session"));
    }
  }

  private static SigV4Exception badToken(AccessKey key, String problem) {
    return new SigV4Exception(
        new SigV4Fault.UnknownKey(), new Reason.BadSessionToken(key.id(), problem));
  }

  private void checkSignature(
      AccessKey key, SigV4Scope scope, SigV4Signature claimed, HttpRequest request) {
    var canonical =
        SigV4CanonicalRequest.of(
            request,
            claimed.signedHeaders(),
            claimed.presigned(),
            Sha256.hex(request.body().bytes()));
    var calculation =
        new SigV4Calculation(signingKey(key.secret(), scope), claimed.signedAt(), scope);
    if (!same(calculation.signature(canonical), claimed.signature())) {
      String hint =
          SigV4Hints.hint(
              canonical,
              request,
              claimed.presigned(),
              key.secret(),
              other -> signs(calculation, other, claimed),
              secret -> signs(calculation.with(secret), canonical, claimed));
      throw new SigV4Exception(
          SigV4Fault.Invalid.mismatch(), new Reason.SignatureMismatch(key.id(), hint));
    }
  }

  private SigV4Key signingKey(Secret secret, SigV4Scope scope) {
    return signingKeys.get(
        new Derivation(secret, scope), each -> SigV4Key.derive(each.secret(), each.scope()));
  }

  private static boolean signs(
      SigV4Calculation calculation, SigV4CanonicalRequest request, SigV4Signature claimed) {
    return same(calculation.signature(request), claimed.signature());
  }

  private static boolean same(String calculated, String claimed) {
    return MessageDigest.isEqual(
        calculated.getBytes(StandardCharsets.UTF_8), claimed.getBytes(StandardCharsets.UTF_8));
  }
}
