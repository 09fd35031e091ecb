package dev.gatehouse.apigateway;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// What a parameter mapping changes (http-api-parameter-mapping.html).
///
/// @param name in lower case for a header, empty for the path and the status code
record MappingKey(Action action, Place place, String name) {
  enum Action {
    APPEND,
    OVERWRITE,
    REMOVE
  }

  enum Place {
    HEADER,
    QUERY_STRING,
    PATH,
    STATUS_CODE
  }

  private static final Pattern HEADER =
      Pattern.compile("(append|overwrite|remove):header\\.([A-Za-z0-9!#$%&'*+.^_`|~-]+)");
  private static final Pattern QUERY_STRING =
      Pattern.compile("(append|overwrite|remove):querystring\\.([\\x21-\\x7e]+)");

  /// The page's list of reserved headers.
  private static final Pattern RESERVED =
      Pattern.compile(
          "access-control-.*|apigw-.*|authorization|connection|content-encoding|content-length"
              + "|content-location|forwarded|keep-alive|origin|proxy-authenticate"
              + "|proxy-authorization|te|trailers?|transfer-encoding|upgrade|via|x-amz-.*"
              + "|x-amzn-.*|x-forwarded-(for|host|proto)");

  /// The gateway writes them itself on the way to a backend.
  private static final List<String> OURS = List.of("host", "expect", "x-forwarded-port");

  /// @throws IllegalArgumentException when AWS would not take the key; the message says why
  static MappingKey forRequest(String text) {
    if (text.equals("overwrite:path")) {
      return new MappingKey(Action.OVERWRITE, Place.PATH, "");
    }
    var query = QUERY_STRING.matcher(text);
    if (query.matches()) {
      return new MappingKey(action(query.group(1)), Place.QUERY_STRING, query.group(2));
    }
    MappingKey key =
        header(
            text,
            "`append|overwrite|remove:header.NAME`, `…:querystring.NAME` or `overwrite:path`");
    if (OURS.contains(key.name())) {
      throw new IllegalArgumentException("header " + key.name() + " cannot be mapped here");
    }
    return key;
  }

  /// @throws IllegalArgumentException when AWS would not take the key; the message says why
  static MappingKey forResponse(String text) {
    if (text.equals("overwrite:statuscode")) {
      return new MappingKey(Action.OVERWRITE, Place.STATUS_CODE, "");
    }
    return header(text, "`append|overwrite|remove:header.NAME` or `overwrite:statuscode`");
  }

  private static MappingKey header(String text, String expected) {
    var header = HEADER.matcher(text);
    if (!header.matches()) {
      throw new IllegalArgumentException("should be " + expected);
    }
    String name = header.group(2).toLowerCase(Locale.ROOT);
    if (RESERVED.matcher(name).matches()) {
      throw new IllegalArgumentException("header " + name + " is reserved");
    }
    return new MappingKey(action(header.group(1)), Place.HEADER, name);
  }

  private static Action action(String text) {
    return Action.valueOf(text.toUpperCase(Locale.ROOT));
  }
}
