package dev.gatehouse.cognito;

import static dev.gatehouse.cognito.OAuthError.INVALID_REQUEST;

import dev.gatehouse.http.Body;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The parameters of a token request (RFC 6749 §3.2): each at most once, and one without a value
/// counts as absent.
final class Form {
  static final int MAX_BYTES = 32 * 1024;
  static final int MAX_PARAMETERS = 32;

  private final Map<String, String> values;

  private Form(Map<String, String> values) {
    this.values = values;
  }

  /// @throws OAuthException `invalid_request`, when it is malformed, too large or ambiguous
  static Form parse(Body body) {
    byte[] bytes = body.bytes();
    if (bytes.length > MAX_BYTES) {
      throw malformed("body has " + bytes.length + " bytes, at most " + MAX_BYTES + " are read");
    }
    var values = new HashMap<String, String>();
    for (int start = 0; start < bytes.length; ) {
      int end = indexOf(bytes, '&', start, bytes.length);
      if (end > start) {
        add(values, bytes, start, end);
      }
      start = end + 1;
    }
    return new Form(values);
  }

  /// Empty when it was not sent or has no value.
  Optional<String> value(String name) {
    return Optional.ofNullable(values.get(name)).filter(value -> !value.isEmpty());
  }

  /// @throws OAuthException `invalid_request`, when it was not sent or has no value
  String required(String name) {
    return value(name).orElseThrow(() -> malformed("parameter " + name + " is missing"));
  }

  private static void add(Map<String, String> values, byte[] bytes, int start, int end) {
    int equals = indexOf(bytes, '=', start, end);
    String name = decode(bytes, start, equals, "a parameter's name");
    String value = decode(bytes, Math.min(equals + 1, end), end, Quoted.text(name));
    if (values.put(name, value) != null) {
      throw malformed("parameter " + Quoted.text(name) + " is there more than once");
    }
    if (values.size() > MAX_PARAMETERS) {
      throw malformed("more than " + MAX_PARAMETERS + " parameters");
    }
  }

  private static String decode(byte[] bytes, int start, int end, String what) {
    return PercentEncoding.decodeForm(Arrays.copyOfRange(bytes, start, end))
        .orElseThrow(() -> malformed(what + " is not percent-encoded UTF-8"));
  }

  private static int indexOf(byte[] bytes, char wanted, int start, int end) {
    for (int i = start; i < end; i++) {
      if (bytes[i] == wanted) {
        return i;
      }
    }
    return end;
  }

  private static OAuthException malformed(String problem) {
    return new OAuthException(INVALID_REQUEST, problem);
  }
}
