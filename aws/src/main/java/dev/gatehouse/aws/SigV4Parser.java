package dev.gatehouse.aws;

import dev.gatehouse.aws.SigV4CanonicalRequest.Parameter;
import dev.gatehouse.door.Reason;
import dev.gatehouse.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringTokenizer;
import java.util.stream.Collectors;

/// Finds the signature in a request: in its `Authorization` header, or in the query of a presigned
/// URL.
final class SigV4Parser {
  private static final Duration LONGEST_PRESIGNED = Duration.ofDays(7);
  private static final List<String> HEADER_PARTS =
      List.of("Credential", "Signature", "SignedHeaders");
  private static final List<String> QUERY_PARTS =
      List.of(
          "X-Amz-Algorithm",
          "X-Amz-Credential",
          "X-Amz-Signature",
          "X-Amz-SignedHeaders",
          "X-Amz-Date");

  private SigV4Parser() {}

  /// @param window how long a presigned URL without `X-Amz-Expires` is good for
  static SigV4Signature parse(HttpRequest request, Duration window) {
    List<String> authorizations = request.headers().all("authorization");
    Map<String, String> query = signingParameters(request.rawQuery());
    boolean presigned = query.containsKey("X-Amz-Algorithm");
    if (presigned && !authorizations.isEmpty()) {
      throw SigV4Exception.invalid(
          "Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP header.",
          new Reason.MalformedSignature("the request is signed in its header and in its query"));
    }
    if (presigned) {
      return inQuery(query, window);
    }
    return inHeader(request, single(authorizations, "Authorization").orElse(""));
  }

  private static SigV4Signature inHeader(HttpRequest request, String authorization) {
    if (authorization.isBlank()) {
      throw new SigV4Exception(
          new SigV4Fault.NotSigned(),
          new Reason.NoCredential("the Authorization header", "a SigV4 signature"));
    }
    String said = authorization.strip();
    if (!said.startsWith("AWS4-")) {
      throw new SigV4Exception(
          new SigV4Fault.NotSigned(),
          new Reason.MalformedSignature(
              "the Authorization header does not begin with " + SigV4Signature.ALGORITHM));
    }
    List<String> words = words(said);
    Map<String, String> parts = parts(authorization, words.subList(1, words.size()));
    Optional<String> amzDate = single(request.headers().all("x-amz-date"), "X-Amz-Date");
    Optional<String> date = single(request.headers().all("date"), "Date");
    boolean dated = amzDate.isPresent() || date.isPresent();
    if (!dated || !parts.keySet().containsAll(HEADER_PARTS)) {
      throw missingParts(authorization, parts, dated);
    }
    Instant signedAt =
        amzDate.map(SigV4Parser::instant).orElseGet(() -> httpInstant(date.orElseThrow()));
    return new SigV4Signature(
        words.getFirst(),
        part(parts, "Credential"),
        SigV4Signature.signedHeaders(part(parts, "SignedHeaders")),
        part(parts, "Signature"),
        signedAt,
        null,
        single(request.headers().all("x-amz-security-token"), "X-Amz-Security-Token").orElse(null));
  }

  // A regular expression took 2 % of a whole function call (docs/decisions/0012).
  private static List<String> words(String authorization) {
    var words = new ArrayList<String>();
    new StringTokenizer(authorization, " \t\n\u000B\f\r,")
        .asIterator()
        .forEachRemaining(word -> words.add((String) word));
    return words;
  }

  private static Map<String, String> parts(String authorization, List<String> words) {
    var parts = new LinkedHashMap<String, String>();
    for (String word : words) {
      int equals = word.indexOf('=');
      if (equals < 0) {
        throw SigV4Exception.incomplete(
            "'"
                + word
                + "' not a valid key=value pair (missing equal-sign) in Authorization header: '"
                + authorization
                + "'.",
            "a part of the Authorization header has no equals sign");
      }
      String name = word.substring(0, equals);
      String value = word.substring(equals + 1);
      if (!HEADER_PARTS.contains(name)) {
        throw SigV4Exception.ambiguous(
            "the Authorization header holds more than " + String.join(", ", HEADER_PARTS));
      }
      if (parts.put(name, value) != null) {
        throw SigV4Exception.ambiguous("the Authorization header holds " + name + " twice");
      }
    }
    parts.values().removeIf(String::isEmpty);
    return parts;
  }

  /// One sentence for each missing piece, then what arrived.
  private static SigV4Exception missingParts(
      String authorization, Map<String, String> parts, boolean dated) {
    String sentences =
        HEADER_PARTS.stream()
            .filter(name -> !parts.containsKey(name))
            .map(name -> "Authorization header requires '" + name + "' parameter. ")
            .collect(Collectors.joining());
    if (!dated) {
      sentences +=
          "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. ";
    }
    return SigV4Exception.incomplete(
        sentences + "Authorization=" + authorization, sentences.strip());
  }

  private static SigV4Signature inQuery(Map<String, String> query, Duration window) {
    String sentences =
        QUERY_PARTS.stream()
            .filter(name -> part(query, name).isEmpty())
            .map(name -> "AWS query-string parameters must include '" + name + "'. ")
            .collect(Collectors.joining());
    if (!sentences.isEmpty()) {
      throw SigV4Exception.incomplete(
          sentences + "Re-examine the query-string parameters.", sentences.strip());
    }
    return new SigV4Signature(
        part(query, "X-Amz-Algorithm"),
        part(query, "X-Amz-Credential"),
        SigV4Signature.signedHeaders(part(query, "X-Amz-SignedHeaders")),
        part(query, "X-Amz-Signature"),
        instant(part(query, "X-Amz-Date")),
        query.containsKey("X-Amz-Expires") ? expires(part(query, "X-Amz-Expires")) : window,
        query.get("X-Amz-Security-Token"));
  }

  private static String part(Map<String, String> parts, String name) {
    return parts.getOrDefault(name, "");
  }

  private static Duration expires(String seconds) {
    if (!seconds.matches("[0-9]{1,6}")) {
      throw SigV4Exception.incomplete(
          "X-Amz-Expires should be a number", "X-Amz-Expires is no number of seconds");
    }
    Duration expires = Duration.ofSeconds(Integer.parseInt(seconds));
    if (expires.isZero() || expires.compareTo(LONGEST_PRESIGNED) > 0) {
      throw SigV4Exception.incomplete(
          "X-Amz-Expires must be between 1 and " + LONGEST_PRESIGNED.toSeconds() + " seconds",
          "X-Amz-Expires is " + seconds + ", it must be from 1 to 604800 seconds");
    }
    return expires;
  }

  /// The `X-Amz-…` parameters, decoded.
  private static Map<String, String> signingParameters(String rawQuery) {
    if (!rawQuery.contains("X-Amz-")) {
      return Map.of();
    }
    var found = new LinkedHashMap<String, String>();
    for (Parameter parameter : SigV4CanonicalRequest.parameters(rawQuery)) {
      String name = decoded(parameter.name());
      if (name.startsWith("X-Amz-") && found.put(name, decoded(parameter.value())) != null) {
        throw SigV4Exception.ambiguous("the query holds " + name + " twice");
      }
    }
    return found;
  }

  private static String decoded(String encoded) {
    return new String(SigV4Text.decode(encoded), StandardCharsets.UTF_8);
  }

  private static Instant instant(String text) {
    return SigV4Time.parse(text).orElseThrow(() -> badDate(text));
  }

  private static Instant httpInstant(String text) {
    return SigV4Time.parseHttpDate(text).orElseThrow(() -> badDate(text));
  }

  private static SigV4Exception badDate(String text) {
    return SigV4Exception.incomplete(
        "Date must be in ISO-8601 'basic format'. Got '"
            + text
            + "'. See http://en.wikipedia.org/wiki/ISO_8601",
        "its date is not of the form yyyyMMdd'T'HHmmss'Z'");
  }

  private static Optional<String> single(List<String> values, String name) {
    if (values.size() > 1) {
      throw SigV4Exception.ambiguous("the request has " + values.size() + " " + name + " headers");
    }
    return values.stream().findFirst();
  }
}
