package dev.gatehouse.host.endpoint;

import dev.gatehouse.door.Reason;
import java.util.Map;
import java.util.TreeMap;

/// What a service answers when it does not do what was asked: a protocol's error, rendered by
/// [AwsProtocol]. Guests cause it at will, so it carries no stack trace.
final class AwsError extends RuntimeException {
  private final int status;
  private final String code;
  private final transient Map<String, String> members;
  private final transient Map<String, String> headers;
  private final transient Reason reason;

  private AwsError(
      int status,
      String code,
      String message,
      Map<String, String> members,
      Map<String, String> headers,
      Reason reason) {
    super(message, null, false, false);
    this.status = status;
    this.code = code;
    this.members = Map.copyOf(members);
    this.headers = Map.copyOf(headers);
    this.reason = reason;
  }

  /// The caller's fault, told to the owner in the same words.
  static AwsError of(int status, String code, String message) {
    return new AwsError(status, code, message, Map.of(), Map.of(), new Reason.BadRequest(message));
  }

  /// @param reason what the owner is told instead
  static AwsError of(int status, String code, String message, Reason reason) {
    return new AwsError(status, code, message, Map.of(), Map.of(), reason);
  }

  /// A copy with one more member beside code and message.
  AwsError with(String member, String value) {
    var more = new TreeMap<>(members);
    more.put(member, value);
    return new AwsError(status, code, message(), more, headers, reason);
  }

  /// A copy with one more header, for services addressed by path.
  AwsError withHeader(String name, String value) {
    var more = new TreeMap<>(headers);
    more.put(name, value);
    return new AwsError(status, code, message(), members, more, reason);
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }

  String message() {
    return String.valueOf(getMessage());
  }

  Map<String, String> members() {
    return members;
  }

  Map<String, String> headers() {
    return headers;
  }

  Reason reason() {
    return reason;
  }
}
